"use strict";
// How to read the site: what the figures are, what their signs mean, and what it is made with.
(() => {
  const { el } = X;
  const LICENCES = ["chart.js", "chartjs-adapter-date-fns", "date-fns", "kurkle-color"];

  X.page(() => [
    el("h1", {}, X.t("about")),
    el("ul", { class: "prose" }, ["about_what", "about_absent", "about_conflict", "about_compare", "about_growth", "about_colours", "about_keyboard"].map((key) => el("li", {}, X.t(key)))),
    el("h2", {}, X.t("signs")),
    el("dl", { class: "signs" }, Object.keys(X.flags).map((letter) => [el("dt", {}, X.mark(letter)), el("dd", {}, X.caveats(letter)[0])])),
    el("h2", {}, X.t("made_with")),
    el("p", { class: "prose" }, X.t("charts_by"), " ", LICENCES.map((name) => [el("code", {}, "assets/LICENCE-" + name + ".txt"), " "])),
  ]);
})();
