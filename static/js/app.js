// Progressive enhancement only: every page works without this file.
import { initAll } from "../build/govuk-frontend.min.js";
import { initAll as initCasework } from "../build/moj-frontend.min.js";

initAll();
initCasework();

// govuk-frontend tells of a revealed question by aria-expanded, which ARIA does not allow on a radio.
function dropExpandedFromRadios() {
  for (const radio of document.querySelectorAll("input[type=radio][aria-expanded]")) {
    radio.removeAttribute("aria-expanded");
  }
}
dropExpandedFromRadios();
document.addEventListener("click", dropExpandedFromRadios);
window.addEventListener("pageshow", dropExpandedFromRadios);

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
