/* Hides choices that do not match the filter text; checked ones are always shown. */
(() => {
  const narrow = (box) => {
    const words = box.querySelector('input[type="search"]').value.toLowerCase().split(/\s+/);
    for (const item of box.querySelectorAll('.filtered-checkboxes__item')) {
      const text = item.textContent.toLowerCase();
      const ticked = item.querySelector('input').checked;
      item.hidden = !ticked && !words.every((word) => text.includes(word));
    }
  };

  const start = () => {
    for (const label of document.querySelectorAll('.filtered-checkboxes__filter')) {
      label.hidden = false;
    }
  };

  document.addEventListener('input', (event) => {
    if (event.target.matches('.filtered-checkboxes__filter input')) {
      narrow(event.target.closest('[data-filtered-checkboxes]'));
    }
  });
  document.addEventListener('keydown', (event) => {
    // Prevent Enter in the filter from submitting the page's form.
    if (event.key === 'Enter' && event.target.matches('.filtered-checkboxes__filter input')) {
      event.preventDefault();
    }
  });
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', start);
  } else {
    start();
  }
})();
