"""What must hold: models of every table that crosses a border, arithmetic and panel rules, quarantine."""
