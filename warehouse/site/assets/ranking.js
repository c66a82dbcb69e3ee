"use strict";
// The counties of a year in order, with where each value stands in its report.
(() => {
  const { el } = X;
  const STEP = 50;

  // Rows of a data file of a year: columns that are seldom filled are looked up by place.
  X.rowsOf = (data, code, year, family, counties) => data.county.map((page, place) => {
    const county = counties.get(page), own = (column) => data[column]?.[place];
    const id = [own("code") ?? page, own("stated_in") ?? year, own("series") ?? family, "r" + (own("revision") ?? 1)].join("-");
    return { page, name: own("name") ?? county?.name ?? page, province: county?.province, prefecture: county?.prefecture ?? "", value: data.value[place], flags: own("flags") ?? "", high: own("high"),
      per_10k: own("per_10k"), registered: own("registered"), share: own("share"), href: X.reportAt(id, data.start[place], own("ordinal") ?? 0) };
  });

  // The table of rows by one of their columns, the largest first; ties share the better place.
  X.ranking = (rows, by, unit, base) => {
    const order = rows.filter((row) => row[by] !== undefined).sort((a, b) => b[by] - a[by] || (a.page < b.page ? -1 : 1));
    const top = Math.max(...order.map((row) => Math.abs(row[by])), 0);
    let rank = 0;
    const ranked = order.map((row, place) => { if (!place || row[by] !== order[place - 1][by]) rank = place + 1; return { ...row, rank }; });
    const heads = [X.t("place"), X.t("county"), { words: X.t("value"), number: true }, ...(by === "per_10k" ? [{ words: X.t("ten_thousand"), number: true }] : by === "share" ? [{ words: X.t("share_of", { base }), number: true }] : []), el("span", { class: "unseen" }, X.t("bar"))];
    const line = (row) => [X.count(row.rank),
      el("a", { href: X.url("county", { code: row.page }) }, el("span", { lang: "zh-CN" }, row.name), el("small", {}, [X.provinceName(row.province), row.prefecture !== row.name ? row.prefecture : null].filter(Boolean).join(" · "))),
      X.figure(row.value, unit, row.flags, row.href, row.high),
      ...(by === "per_10k" ? [el("span", {}, X.short(row.per_10k, ""), row.registered ? el("small", {}, " " + X.t("registered")) : null)] : by === "share" ? [X.percent(row.share, false)] : []),
      el("meter", { min: 0, max: top || 1, value: Math.max(0, row[by]), "aria-hidden": "true" })];
    let shown = STEP;
    const box = el("div", {});
    const fill = () => {
      const left = ranked.length - shown;
      box.replaceChildren(X.table(X.t("ranking"), heads, ranked.slice(0, shown).map(line), "ranking"),
        ...(left > 0 ? [el("p", { class: "more" }, el("button", { type: "button", onclick: () => { shown += 4 * STEP; fill(); } }, X.t("more", { count: X.count(Math.min(left, 4 * STEP)) })))] : []));
    };
    fill();
    return box;
  };
})();
