// Progressive enhancement only: every page works without this file.
import { initAll } from "../build/govuk-frontend.min.js";
import { initAll as initCasework } from "../build/moj-frontend.min.js";

initAll();
initCasework();

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// ARIA lets no radio button be "expanded"; the design system says it of each one that reveals a box.
const radios = document.querySelectorAll('input[type="radio"][aria-controls]');
const correct = ({ target }) => target.removeAttribute("aria-expanded");
const corrections = new MutationObserver((changes) => changes.forEach(correct));
for (const radio of radios) {
  correct({ target: radio });
  corrections.observe(radio, { attributeFilter: ["aria-expanded"] });
}

// What follows from an assessment keeps up with the answers, by the same request as "Check what follows".
const result = document.getElementById("what-follows");
const assessment = document.querySelector("button[name=check]")?.form;
if (result && assessment) {
  let waiting;
  let latest;
  const check = async () => {
    const answers = new FormData(assessment);
    answers.set("check", "result");
    latest = answers;
    const response = await fetch(location.pathname, { method: "POST", body: answers }).catch(() => null);
    // Signed out meanwhile, or unreachable: what stood there stays.
    if (!response?.ok || response.redirected) return;
    const fresh = await response.text();
    if (latest === answers) result.innerHTML = fresh;
  };
  assessment.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(check, 400);
  });
}

// Whoever types a long letter is not idle: a request every five minutes at most says so.
if (document.querySelector(".app-staff-navigation")) {
  let said = Date.now();
  addEventListener("input", () => {
    if (Date.now() - said < 300_000) return;
    said = Date.now();
    fetch("/account/still-here/").catch(() => null);
  });
}
