// The page says that it is incomplete until its last script has run: what is cut off cannot say so itself.
{
  const state = document.getElementById('state');
  const incomplete = state.textContent;
  state.textContent = 'Opening…';
  addEventListener('load', () => {
    if (document.documentElement.dataset.sealed !== 'complete') state.textContent = incomplete;
  });
}
