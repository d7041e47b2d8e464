// The viewer's own choice of theme; without one the system's is followed.

const key = 'm4sh-theme';

export function init() {
  const choice = localStorage.getItem(key);
  apply(choice);
  return choice;
}

export function update(choice) {
  if (choice === null) {
    localStorage.removeItem(key);
  } else {
    localStorage.setItem(key, choice);
  }

  apply(choice);
}

function apply(choice) {
  document.documentElement.style.colorScheme = choice ?? 'light dark';
}
