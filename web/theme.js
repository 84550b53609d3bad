// Sets light or dark before anything is drawn: what was chosen here, else what the system prefers.
(() => {
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => {
    try {
      return localStorage.getItem('theme');
    } catch {
      return null;
    }
  };
  const apply = () => {
    document.documentElement.dataset.theme = chosen() ?? (prefersDark.matches ? 'dark' : 'light');
    document.dispatchEvent(new Event('themechange'));
  };
  prefersDark.addEventListener('change', apply);
  document.addEventListener('themetoggle', () => {
    const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    const system = prefersDark.matches ? 'dark' : 'light';
    try {
      if (next === system) localStorage.removeItem('theme');
      else localStorage.setItem('theme', next);
    } catch {
      // A browser that keeps nothing follows the system after a reload.
    }
    document.documentElement.dataset.theme = next;
    document.dispatchEvent(new Event('themechange'));
  });
  apply();
})();
