"use strict";
// How things are shown everywhere: numbers for people with the exact value at hand, caveats, links to sentences, tables.
(() => {
  const { el } = X;
  const locale = () => (X.language === "zh" ? "zh-CN" : "en-US");
  const formats = new Map();
  const format = (options) => {
    const key = X.language + JSON.stringify(options);
    if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(locale(), options));
    return formats.get(key);
  };

  X.unit = (unit) => (X.language === "zh" ? unit ?? "" : X.units[unit] ?? "");

  const dressed = (words, unit) => {
    const shown = X.unit(unit);
    if (shown === "¥") return "¥" + words;
    return shown === "%" || X.language === "zh" || !shown ? words + shown : words + " " + shown;
  };

  // The whole number, as in 1,098,900元.
  X.exact = (value, unit) => dressed(format({ maximumFractionDigits: 6 }).format(value), unit);

  // The number for people: 109.9万元, ¥1.1M; small ones as they are.
  X.short = (value, unit) => {
    const big = Math.abs(value) >= 10000;
    return dressed(format(big ? { notation: "compact", maximumSignificantDigits: 4 } : { maximumFractionDigits: Math.abs(value) >= 100 ? 1 : 2 }).format(value), unit);
  };
  // The number for narrow places, without its unit: 1.26万.
  X.brief = (value, unit) => {
    const sign = X.unit(unit) === "%" ? "%" : "";
    return format(Math.abs(value) >= 10000 ? { notation: "compact", maximumSignificantDigits: 3 } : { maximumFractionDigits: Math.abs(value) >= 100 ? 0 : 2 }).format(value) + sign;
  };
  X.count = (value) => format({}).format(value);
  X.percent = (value, sign = true) =>
    format({ maximumFractionDigits: 1, signDisplay: sign ? "exceptZero" : "auto" }).format(value) + "%";

  // A value as its report states it: at least, at most, from … to.
  X.stated = (value, unit, flags = "", high = null, how = X.short) => {
    const words = how(value, unit);
    if (high !== null && high !== undefined) return how(value, "") + "–" + how(high, unit);
    return (flags.includes("g") ? "≥ " : flags.includes("m") ? "≤ " : flags.includes("a") ? "≈ " : "") + words;
  };

  X.caveats = (flags = "") => [...flags].filter((letter) => X.flags[letter]).map((letter) => X.flags[letter][X.language === "zh" ? 0 : 1]);

  // A small sign beside a number that is not to be compared without a thought; the words are in the tip and for readers.
  X.mark = (flags = "") => {
    const words = X.caveats(flags);
    if (!words.length) return null;
    const grave = /[ciDUSM]/.test(flags);
    return el("span", { class: "flag" + (grave ? " grave" : ""), "data-tip": words.join("\n") },
      el("span", { "aria-hidden": "true" }, grave ? "!" : "~"), el("span", { class: "unseen" }, " " + words.join("; ")));
  };

  X.reportAt = (id, start, ordinal = 0) => X.url("report", { id }, start === undefined ? "" : start + "-" + ordinal);

  // A number that leads to its sentence; the tip tells the exact value and every caveat.
  X.figure = (value, unit, flags, href, high = null, how = X.short) => {
    const shown = X.stated(value, unit, flags, high, how);
    const exact = X.stated(value, unit, flags, high, X.exact);
    const tip = [exact, ...X.caveats(flags), ...(href ? [X.t("see_sentence")] : [])].join("\n");
    return el(href ? "a" : "span", { class: "figure", href, "data-tip": tip, tabindex: href ? null : 0 }, el("data", { value }, shown), X.mark(flags));
  };

  // Links to the numbers that an issue is about, by their words; of another report also by its year.
  X.places = (places, here) => (places ?? []).map(([report, place, words]) => [
    el("a", { href: report === here ? "#" + place : X.url("report", { id: report }, place), lang: "zh-CN" }, report === here ? words : report.split("-")[1] + " " + words), " "]);

  X.percentOf = (part, whole) => (whole ? Math.round((1000 * part) / whole) / 10 : 0);

  // A table with a caption that is read out; cells are elements or words.
  X.table = (caption, heads, rows, kind = "") => el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    el("table", { class: kind }, el("caption", { class: "unseen" }, caption),
      el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col", class: head.number ? "number" : null }, head.words === undefined ? head : head.words)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, place) => place === 0
        ? el("th", { scope: "row" }, cell) : el("td", { class: heads[place].number ? "number" : null }, cell)))))));

  // A labelled choice; `options` are [value, words].
  X.choice = (label, options, chosen, onchange) => {
    const select = el("select", { onchange: (event) => onchange(event.target.value) },
      options.map(([value, words]) => el("option", { value, selected: String(value) === String(chosen) }, words)));
    return el("label", { class: "choice" }, el("span", {}, label), select);
  };

  X.province = (code) => X.site.provinces.find((province) => province[0] === code);
  X.provinceName = (code) => {
    const province = X.province(code);
    return province ? X.either(province[1] ?? province[2], province[3]) : code;
  };
  X.domain = (code) => { const words = X.domains[code]; return words ? X.either(words[0], words[1]) : code; };
  X.family = (code) => { const words = X.families[code]; return words ? X.either(words[0], words[1]) : code; };

  X.occasion = (code) => { const words = X.occasions[code]; return words ? X.either(words[0], words[1]) : code; };

  // The shared lists as records.
  X.indicators = async () => (await X.load("indicators")).map(
    ([code, family, domain, zh, en, unit, kind, parent, headline, counties, first, last, growthBasis]) =>
      ({ code, family, domain, zh, en, unit, kind, parent, headline, counties, first, last, growthBasis, name: X.either(zh, en) }));
  X.counties = async () => (await X.load("counties")).map(
    ([code, name, short, prefecture, province, reports, first, last, ...former]) =>
      ({ code, name, short, prefecture, province, reports, first, last, former }));

  // The tip: one box for whatever carries data-tip, shown on pointing and on focus.
  addEventListener("DOMContentLoaded", () => {
    const tip = document.getElementById("tip");
    let over = null;
    const hide = () => { tip.hidden = true; over?.removeAttribute("aria-describedby"); over = null; };
    const show = (target) => {
      if (over === target) return;
      hide();
      over = target;
      tip.replaceChildren(...target.dataset.tip.split("\n").map((line, place) => el(place ? "span" : "strong", {}, line)));
      tip.hidden = false;
      target.setAttribute("aria-describedby", "tip");
      place(target);
    };
    const place = (target) => {
      const box = target.getBoundingClientRect(), size = tip.getBoundingClientRect();
      const above = box.top - size.height - 8;
      const left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - size.width - 8));
      tip.style.transform = "translate(" + left + "px, " + (above > 8 ? above : Math.min(box.bottom + 8, innerHeight - size.height - 8)) + "px)";
    };
    const seek = (event) => { const found = event.target.closest?.("[data-tip]"); if (found) show(found); else hide(); };
    addEventListener("pointerover", seek);
    addEventListener("focusin", seek);
    addEventListener("focusout", hide);
    // What has the focus keeps its tip while the page scrolls to it.
    addEventListener("scroll", () => { if (over && over === document.activeElement) place(over); else hide(); }, { passive: true, capture: true });
    addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  });
})();
