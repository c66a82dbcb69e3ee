"""The commands of `xianjian`, one module each; a module imports what is heavy only inside its functions."""
