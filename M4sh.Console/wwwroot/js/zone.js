// The viewer's time zone by its IANA name, as in Europe/Berlin.

export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
