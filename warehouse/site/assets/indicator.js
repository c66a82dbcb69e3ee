"use strict";
// An indicator: what it is, the trend by province, the distribution, the map and the ranking of a year.
(() => {
  const { el } = X;
  const LINES_AT_ONCE = 6;
  const code = X.parameters.get("code") ?? "";
  let year = Number(X.parameters.get("year")) || null, province = X.parameters.get("province") ?? "", by = "value";

  const link = (one) => el("a", { href: X.url("indicator", { code: one.code }) }, one.name);

  const about = (indicator, indicators, data) => {
    const parent = indicators.find((one) => one.code === indicator.parent), parts = indicators.filter((one) => one.parent === code);
    const pair = (words, content) => [el("dt", {}, words), el("dd", {}, content)];
    return el("dl", { class: "facts" },
      data.definition ? pair(X.t("definition"), el("span", { lang: "zh-CN" }, data.definition)) : null,
      pair(X.t("unit"), el("span", { lang: "zh-CN" }, indicator.unit)), pair(X.t("choose_family"), X.family(indicator.family)),
      parent ? pair(X.t("part_of"), link(parent)) : null,
      parts.length ? pair(X.t("parts"), parts.map((one, place) => [place ? X.either("、", ", ") : "", link(one)])) : null);
  };

  const trend = (indicator, data) => {
    const stated = data.years.map((row) => row[0]), first = Math.min(...stated);
    const years = Array.from({ length: Math.max(...stated) - first + 1 }, (_, place) => first + place);
    const provinces = Object.entries(data.provinces ?? {}).map(([at, rows]) => ({ at, name: X.provinceName(at), count: Math.max(...rows.map((row) => row[2])), points: new Map(rows.map((row) => [row[0], row[1]])) }))
      .sort((a, b) => Number(b.at === province) - Number(a.at === province) || b.count - a.count || (a.at < b.at ? -1 : 1));
    const nation = { name: X.t("nation"), strong: true, points: new Map(data.years.map((row) => [row[0], row[2]])) };
    const words = X.t("trend") + ": " + indicator.name;
    return el("section", {}, el("h2", {}, X.t("trend")), X.trend(words, years, [nation, ...provinces.slice(0, LINES_AT_ONCE)], indicator.unit),
      el("p", { class: "note" }, X.t("trend_note", { counts: data.years.map((row) => row[0] + ": " + X.count(row[1])).join(X.either("，", ", ")) })),
      el("details", {}, el("summary", {}, X.t("table_of")), X.table(words, [X.t("province"), ...years.map((at) => ({ words: at, number: true }))],
        [nation, ...provinces].map((line) => [line.name, ...years.map((at) => (line.points.has(at) ? X.short(line.points.get(at), indicator.unit) : "–"))]))));
  };

  const distribution = (indicator, data, rows) => {
    const [, count, median, low, high] = data.years.find((row) => row[0] === year);
    const note = X.t("distribution_note", { year, count: X.count(count), median: X.short(median, indicator.unit), low: X.short(low, indicator.unit), high: X.short(high, indicator.unit) });
    const values = rows.map((row) => row.value);
    return el("section", {}, el("h2", {}, X.t("distribution"), " ", year), values.length > 1 ? X.distribution(X.t("distribution") + ": " + note, values, indicator.unit) : null,
      el("p", { class: "note" }, note), values.length > 1 ? el("details", {}, el("summary", {}, X.t("table_of")), X.table(X.t("distribution"), [X.t("value"), { words: X.t("county"), number: true }],
        X.spans(values).map((span) => [X.short(span.from, indicator.unit) + " – " + X.short(span.to, indicator.unit), X.count(span.count)]))) : null);
  };

  const caution = (indicator) => el("aside", { class: "caution", "aria-label": X.t("caution") }, el("h2", {}, X.t("caution")),
    el("ul", {}, el("li", {}, X.t("caution_level")), indicator.kind === "rate" ? el("li", {}, X.t("caution_rate")) : null, X.bases[indicator.growthBasis] ? el("li", {}, X.either(...X.bases[indicator.growthBasis])) : null, el("li", {}, X.t("caution_flagged"))));

  X.page(async () => {
    const indicators = await X.indicators();
    const indicator = indicators.find((one) => one.code === code);
    if (!indicator) throw new Error(code);
    X.title(indicator.name);
    const data = await X.load("indicator/" + code + "/about");
    const head = [el("div", { class: "head" }, el("p", { class: "crumbs" }, el("a", { href: X.url("indicators") }, X.domain(indicator.domain))), el("h1", {}, indicator.name), el("p", { class: "note" }, X.language === "zh" ? indicator.en : el("span", { lang: "zh-CN" }, indicator.zh), " · ", el("code", {}, code))), about(indicator, indicators, data)];
    if (!data.years) return [...head, el("p", {}, X.t("nobody"))];
    const years = data.years.map((row) => row[0]);
    if (!years.includes(year)) year = years[years.length - 1];
    const counties = new Map((await X.counties()).map((county) => [county.code, county]));
    const rows = X.rowsOf(await X.load("indicator/" + code + "/" + year), code, year, indicator.family, counties);
    const here = new Set(rows.map((row) => row.province));
    if (!here.has(province)) province = "";
    const shown = province ? rows.filter((row) => row.province === province) : rows;
    const orders = [["value", X.t("by_value")], ...(shown.some((row) => row.per_10k !== undefined) ? [["per_10k", X.t("by_10k")]] : []), ...(shown.some((row) => row.share !== undefined) ? [["share", X.t("by_share")]] : [])];
    if (!orders.some(([order]) => order === by)) by = "value";
    const base = indicators.find((one) => one.code === data.base)?.name ?? data.base;
    const medians = new Map(Object.entries(data.provinces ?? {}).flatMap(([at, list]) => list.filter((row) => row[0] === year).map((row) => [at, { value: row[1], count: row[2] }])));
    const choose = (what) => (value) => { what(value); X.redraw(); };
    return [...head, caution(indicator), trend(indicator, data),
      el("div", { class: "choices sticky" },
        X.choice(X.t("choose_year"), years.map((at) => [at, at]), year, choose((value) => { year = Number(value); })),
        X.choice(X.t("choose_province"), [["", X.t("all_provinces")], ...X.site.provinces.filter((one) => here.has(one[0])).map((one) => [one[0], X.provinceName(one[0])])], province, choose((value) => { province = value; })),
        orders.length > 1 ? X.choice(X.t("choose_order"), orders, by, choose((value) => { by = value; })) : null),
      el("div", { class: "two" },
        el("section", {}, el("h2", {}, X.t("map_title"), " ", year), X.tileMap(X.t("map_title"), medians, indicator.unit, province, choose((value) => { province = value === province ? "" : value; })), el("p", { class: "note" }, X.t("map_note"))),
        distribution(indicator, data, rows)),
      el("section", { id: "ranking" }, el("h2", {}, X.t("ranking"), " ", year, province ? " · " + X.provinceName(province) : ""), X.ranking(shown, by, indicator.unit, base)),
    ];
  });
})();
