"use strict";
(function () {
  var box = document.getElementById("search");
  var found = document.getElementById("found");
  var firms = Array.prototype.slice.call(document.querySelectorAll(".firm"));
  function search() {
    var words = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    firms.forEach(function (firm) {
      var text = firm.getAttribute("data-find").toLowerCase();
      firm.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
      if (!firm.hidden) { shown += 1; }
    });
    found.textContent = shown + " 家";
  }
  box.addEventListener("input", search);
  // What is looked for can stand behind the address: #名称.
  function fromAddress() {
    box.value = decodeURIComponent(location.hash.slice(1));
    search();
  }
  window.addEventListener("hashchange", fromAddress);
  function all(open) {
    return function () { firms.forEach(function (firm) { firm.open = open && !firm.hidden; }); };
  }
  document.getElementById("open").addEventListener("click", all(true));
  document.getElementById("close").addEventListener("click", all(false));
  fromAddress();
})();
