"use strict";
// The list of indicators, by field.
(() => {
  const { el } = X;
  let family = X.site.families[0], words = "";

  X.page(async () => {
    const indicators = await X.indicators();
    const box = el("div", {});
    const fill = () => {
      const fitting = indicators.filter((one) => one.family === family && (!words || [one.zh, one.en.toLowerCase(), one.code].some((name) => name.includes(words.toLowerCase()))));
      const known = Object.keys(X.domains), place = (domain) => (known.includes(domain) ? known.indexOf(domain) : known.length);
      const domains = [...new Set(fitting.map((one) => one.domain))].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
      box.replaceChildren(...domains.map((domain) => el("section", {}, el("h2", {}, X.domain(domain)), el("ul", { class: "indicator-list" },
        fitting.filter((one) => one.domain === domain).sort((a, b) => b.headline - a.headline || b.counties - a.counties || (a.code < b.code ? -1 : 1)).map((one) => el("li", {},
          el("a", { href: X.url("indicator", { code: one.code }), class: one.headline ? "headline" : null }, el("span", {}, one.name),
            el("small", {}, one.counties ? X.t("stated_by", { count: X.count(one.counties) }) : X.t("no_data")))))))));
    };
    fill();
    return [
      el("h1", {}, X.t("indicators")),
      el("div", { class: "choices" },
        X.site.families.length > 1 ? X.choice(X.t("choose_family"), X.site.families.map((one) => [one, X.family(one)]), family, (value) => { family = value; fill(); }) : null,
        el("label", { class: "choice" }, el("span", {}, X.t("filter")), el("input", { type: "text", value: words, oninput: (event) => { words = event.target.value.trim(); fill(); } }))),
      box,
    ];
  });
})();
