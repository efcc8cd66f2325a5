new MutationObserver(() => {
for (const sum of form.querySelectorAll(".sum")) {
const number = getComputedStyle(sum).getPropertyValue("--sum").trim();
const known = form.dataset.step === "result" && Number.isInteger(+number);
sum.querySelector("output").value = known ? number : "";
}
}).observe(form, { attributeFilter: ["data-step"] });
