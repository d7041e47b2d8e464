// The viewer's own choice of theme, kept by the browser; without one the system's is followed, also while the page is open.

const key = 'm4sh-theme';
const system = matchMedia('(prefers-color-scheme: dark)');
let layout = null;

/** Whether the page is to be dark. */
export function init(reference) {
  layout = reference;
  system.addEventListener('change', follow);
  return apply();
}

export function update(isDark) {
  if (isDark === system.matches) {
    // Back at what the system says, the system is followed again.
    localStorage.removeItem(key);
  } else {
    localStorage.setItem(key, isDark ? 'dark' : 'light');
  }

  apply();
}

export function dispose() {
  system.removeEventListener('change', follow);
  layout = null;
}

function follow() {
  if (localStorage.getItem(key) === null) {
    // The circuit may be gone before the page is: then nobody is left to be told.
    layout?.invokeMethodAsync('OnSystemThemeChanged', system.matches).catch(error => console.warn(`theme: ${error.message}`));
  }
}

function apply() {
  const choice = localStorage.getItem(key);
  document.documentElement.style.colorScheme = choice ?? 'light dark';
  return choice === null ? system.matches : choice === 'dark';
}
