// The browser's own name for itself, by which an invite knows it again. It says nothing about the browser.

const key = 'm4sh-guest';

export function init() {
  let name = localStorage.getItem(key);
  if (name === null) {
    // Not randomUUID: that is for secure pages only.
    name = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
    localStorage.setItem(key, name);
  }

  return name;
}
