"use strict";
// The tile map: one tile a province, shaded by fifths of the values shown; provinces without a place stand below.
// Where few provinces have a value their tiles stand in a row: on the map they would be lost among empty ones.
(() => {
  const { el } = X;
  const FEW = 8;
  // The shade, 1 to 5, of each value: by its place among the values, so that one giant does not pale all others.
  const shades = (values) => {
    const sorted = [...values].sort((a, b) => a - b);
    return (value) => 1 + Math.min(4, Math.floor((5 * sorted.findIndex((one) => one >= value)) / sorted.length));
  };

  // `values`: province code → { value, count }; `onchoose` is called with a province's code.
  X.tileMap = (label, values, unit, chosen, onchoose) => {
    const shade = shades([...values.values()].map((one) => one.value));
    const tile = (mapped) => ([code, , short, , column, row]) => {
      const here = values.get(code);
      const name = X.provinceName(code);
      const says = here ? X.exact(here.value, unit) : X.t("no_data");
      const tip = [name, says, ...(here ? [X.t("map_counties", { count: X.count(here.count) })] : [])].join("\n");
      const button = el("button", { type: "button", class: "tile " + (here ? "shade-" + shade(here.value) : "empty"), "data-tip": tip, disabled: !here,
        "aria-label": name + ": " + says, "aria-pressed": here ? String(code === chosen) : null, onclick: () => onchoose(code) },
      el("b", {}, mapped ? short : name), el("small", {}, here ? X.short(here.value, X.unit(unit) === "%" ? "%" : "") : "–"));
      if (mapped) { button.style.gridColumn = column + 1; button.style.gridRow = row + 1; }
      return button;
    };
    const some = X.site.provinces.filter((province) => values.has(province[0]));
    const mapping = some.filter((province) => province[4] !== null).length >= FEW;
    const placed = mapping ? X.site.provinces.filter((province) => province[4] !== null) : [];
    const others = mapping ? X.site.provinces.filter((province) => province[4] === null) : some;
    return el("div", { class: "tilemap", role: "group", "aria-label": label },
      placed.length ? el("div", { class: "tiles placed" }, placed.map(tile(true))) : null,
      others.length ? el("div", { class: "tiles others" }, others.map(tile(false))) : null);
  };
})();
