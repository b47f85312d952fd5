"use strict";
(() => {
  // Tooltips. Text and tables work without this script; it shows the title of a mark at once, and by keyboard.
  const tip = document.getElementById("tip");
  for (const title of document.querySelectorAll("svg.chart title")) {
    const mark = title.parentNode;
    mark.dataset.tip = title.textContent;
    title.remove();
  }
  const hide = () => {
    tip.hidden = true;
    for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  };
  const show = (mark) => {
    hide();
    mark.classList.add("lit");
    tip.textContent = mark.dataset.tip;
    tip.hidden = false;
    place(mark);
  };
  const place = (mark) => {
    const box = mark.getBoundingClientRect();
    const left = Math.min(box.left + box.width / 2 + 10, document.documentElement.clientWidth - tip.offsetWidth - 8);
    const above = box.top - tip.offsetHeight - 8;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${above > 8 ? above : box.bottom + 8}px`;
  };
  document.addEventListener("pointerover", (event) => {
    const mark = event.target.closest ? event.target.closest("[data-tip]") : null;
    if (mark) show(mark);
    else hide();
  });
  // The tooltip of a mark chosen by keyboard stays while the page scrolls to it.
  const follow = () => {
    const lit = document.querySelector(".lit");
    if (lit && lit.closest("svg") === document.activeElement) place(lit);
    else hide();
  };
  document.addEventListener("scroll", follow, { passive: true });
  document.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => {
    const chart = document.activeElement;
    if (event.key === "Escape") return hide();
    if (!chart || !chart.matches("svg.chart")) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const marks = [...chart.querySelectorAll("[data-tip]")];
    if (!step || !marks.length) return;
    event.preventDefault();
    const at = marks.findIndex((mark) => mark.classList.contains("lit"));
    show(marks[at < 0 ? (step > 0 ? 0 : marks.length - 1) : (at + step + marks.length) % marks.length]);
  });
  // Folded parts are opened for printing.
  const folds = [...document.querySelectorAll("details")];
  let open = [];
  window.addEventListener("beforeprint", () => {
    open = folds.map((fold) => fold.open);
    for (const fold of folds) fold.open = true;
  });
  window.addEventListener("afterprint", () => folds.forEach((fold, i) => { fold.open = open[i]; }));
})();
