"use strict";
// The search in the header: counties by name, former name, code or prefecture; indicators by name or code.
(() => {
  const { el } = X;
  const MOST = 12;
  const folded = (words) => words.toLowerCase().normalize("NFKC").trim();

  // How well words fit what is asked for: whole, from the beginning, somewhere, or not (0).
  const fit = (words, asked) => {
    const here = folded(words ?? "");
    if (!here) return 0;
    return here === asked ? 4 : here.startsWith(asked) ? 3 : here.includes(asked) ? 2 : 0;
  };
  const best = (list, asked) => Math.max(0, ...list.map((words) => fit(words, asked)));

  X.find = async (question) => {
    const asked = folded(question);
    if (!asked) return [];
    const [counties, indicators] = await Promise.all([X.counties(), X.indicators()]);
    const found = [
      ...counties.map((county) => {
        const well = best([county.name, county.short, county.code, ...county.former], asked);
        return { well: well || fit(county.prefecture, asked) / 2, kind: "county", name: county.name,
          more: [X.provinceName(county.province), county.prefecture].filter((part) => part && part !== county.name).join(" · "), href: X.url("county", { code: county.code }) };
      }),
      ...indicators.map((indicator) => ({ well: best([indicator.zh, indicator.en, indicator.code], asked) - (indicator.counties ? 0 : 1),
        kind: "indicator", name: indicator.name, more: X.domain(indicator.domain), href: X.url("indicator", { code: indicator.code }) })),
    ];
    return found.filter((one) => one.well > 0).sort((a, b) => b.well - a.well || a.name.length - b.name.length || (a.name < b.name ? -1 : 1)).slice(0, MOST);
  };

  // A box to search in, by keyboard as well: arrows choose, Enter opens, Escape closes.
  X.searchBox = (id) => {
    const list = el("ul", { id: id + "-list", role: "listbox", "aria-label": X.t("search_results"), hidden: true });
    const input = el("input", { id: id + "-input", type: "search", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-label": X.t("search"), "aria-expanded": "false", "aria-controls": id + "-list", "aria-autocomplete": "list", placeholder: X.t("search_hint") });
    const said = el("span", { class: "unseen", role: "status" });
    let found = [], chosen = -1, asked = 0;
    const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); chosen = -1; };
    const choose = (place) => {
      list.children[chosen]?.setAttribute("aria-selected", "false");
      chosen = (place + found.length) % found.length;
      const option = list.children[chosen];
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    };
    const show = async () => {
      const turn = ++asked;
      const results = await X.find(input.value);
      if (turn !== asked) return;
      found = results;
      list.replaceChildren(...found.map((one, place) => el("li", { id: id + "-" + place, role: "option", "aria-selected": "false",
        onpointerdown: (event) => { event.preventDefault(); if (event.button === 0) location.href = one.href; } },
      el("span", { class: "kind " + one.kind }, X.t(one.kind)), el("b", {}, one.name), el("small", {}, one.more))));
      if (!found.length && input.value.trim()) list.append(el("li", { class: "nothing", role: "option", "aria-disabled": "true", "aria-selected": "false" }, X.t("nothing_found")));
      said.textContent = input.value.trim() ? X.t("found", { count: found.length }) : "";
      list.hidden = !input.value.trim();
      input.setAttribute("aria-expanded", String(!list.hidden));
      input.removeAttribute("aria-activedescendant");
      chosen = -1;
    };
    input.addEventListener("input", show);
    input.addEventListener("focus", () => { X.load("counties"); X.load("indicators"); if (input.value.trim()) show(); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      else if (event.key === "ArrowDown" && found.length) { event.preventDefault(); choose(chosen + 1); }
      else if (event.key === "ArrowUp" && found.length) { event.preventDefault(); choose(chosen < 0 ? -1 : chosen - 1); }
      else if (event.key === "Enter" && found.length) { event.preventDefault(); location.href = found[Math.max(chosen, 0)].href; }
    });
    return [input, list, said];
  };

  X.searching = () => document.getElementById("search").replaceChildren(...X.searchBox("search"));
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest?.("input, select, textarea")) return;
    event.preventDefault();
    document.getElementById("search-input").focus();
  });
})();
