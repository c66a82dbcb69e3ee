"use strict";
// The list of counties, by province, filtered by name.
(() => {
  const { el } = X;
  const STEP = 120;
  let province = X.parameters.get("province") ?? "", words = "", shown = STEP;

  X.page(async () => {
    const counties = await X.counties();
    const list = el("ul", { class: "county-list" }), more = el("p", { class: "more" }), status = el("p", { class: "note", role: "status" });
    const fill = () => {
      const fitting = counties.filter((county) => (!province || county.province === province)
        && (!words || [county.name, county.code, county.prefecture, ...county.former].some((one) => one?.includes(words))));
      status.textContent = X.t("map_counties", { count: X.count(fitting.length) });
      list.replaceChildren(...fitting.slice(0, shown).map((county) => el("li", {}, el("a", { href: X.url("county", { code: county.code }) },
        el("b", { lang: "zh-CN" }, county.name),
        el("small", {}, [X.provinceName(county.province), county.prefecture !== county.name ? county.prefecture : null].filter(Boolean).join(" · ")),
        el("small", { class: "right" }, X.t("reports_count", { count: county.reports }), county.first ? el("br") : null, county.first === county.last ? county.first : county.first + "–" + county.last)))));
      const left = fitting.length - shown;
      more.replaceChildren(...(left > 0 ? [el("button", { type: "button", onclick: () => { shown += STEP; fill(); } }, X.t("more", { count: Math.min(left, STEP) }))] : []));
    };
    const here = new Set(counties.map((county) => county.province));
    const provinces = X.site.provinces.filter((one) => here.has(one[0])).map((one) => [one[0], X.provinceName(one[0])]);
    fill();
    return [
      el("h1", {}, X.t("counties")),
      el("div", { class: "choices" },
        X.choice(X.t("choose_province"), [["", X.t("all_provinces")], ...provinces], province, (value) => { province = value; shown = STEP; fill(); }),
        el("label", { class: "choice" }, el("span", {}, X.t("filter")), el("input", { type: "text", value: words, oninput: (event) => { words = event.target.value.trim(); shown = STEP; fill(); } }))),
      status, list, more,
    ];
  });
})();
