// Runs before the first paint, so that a chosen theme or language never flashes over from another one.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('suiyin-theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
    root.lang = localStorage.getItem('PARAGLIDE_LOCALE') || root.lang;
  } catch {
    // Storage may be refused; the defaults of the page are right then.
  }
})();
