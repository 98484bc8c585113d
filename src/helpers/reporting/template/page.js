(function () {
  var cells = document.querySelectorAll("details.code");
  var place = document.querySelector(".code-switch");
  if (!place || !cells.length) return;
  var button = document.createElement("button");
  button.type = "button";
  var open = false;
  function show() {
    button.textContent = open ? place.dataset.hide : place.dataset.show;
    button.setAttribute("aria-pressed", String(open));
  }
  button.addEventListener("click", function () {
    open = !open;
    cells.forEach(function (cell) { cell.open = open; });
    show();
  });
  show();
  place.appendChild(button);
})();
