/** Figures as people read them: a true minus, fixed decimals, a dash where nothing was measured. */

export const NOTHING = '—';

const MINUS = '−';
/** Between a figure and its unit: no line break. */
const FIXED_SPACE = '\u00a0';

/** A figure without unit; '—' for null. */
export function figure(value: number | null, decimals = 1): string {
  if (value === null || !Number.isFinite(value)) return NOTHING;
  const digits = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(digits) !== 0 ? MINUS + digits : digits;
}

/** A ratio of energies in dB; far below anything audible it is told as that. */
export function ratio(db: number | null): string {
  return db !== null && db < -90 ? `< ${MINUS}90` : figure(db);
}

/** A difference: always with its sign. */
export function signed(value: number | null, decimals = 1): string {
  const text = figure(value, decimals);
  return value !== null && value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** A figure and its unit. */
export function withUnit(text: string, unit: string): string {
  return text === NOTHING || unit === '' ? text : text + FIXED_SPACE + unit;
}

/** Level with unit: `level(-11, 'LUFS')` is '−11.0 LUFS'. True peaks have two decimals, so that −0.96 is not read as −1.0. */
export function level(value: number | null, unit: string): string {
  return withUnit(figure(value, unit === 'dBTP' ? 2 : 1), unit);
}

/** A chosen value, not a measured one: −1.0 dBTP, −0.25 dBTP. */
export function setting(value: number, unit: string): string {
  return withUnit(figure(value, Math.abs(value * 10 - Math.round(value * 10)) < 1e-9 ? 1 : 2), unit);
}

/** 950 Hz, 1.25 kHz. */
export function frequency(hertz: number): string {
  if (hertz < 1000) return withUnit(plain(hertz, 1), 'Hz');
  return withUnit(plain(hertz / 1000, 2), 'kHz');
}

/** 120–800 Hz, 2–8 kHz; open ends are named as such: below 120 Hz, above 5 kHz. */
export function frequencyRange(fromHz: number, toHz: number): string {
  if (toHz < 1.02 * fromHz) return frequency(Math.sqrt(fromHz * toHz)); // one tone
  if (fromHz <= 0) return `below ${frequency(toHz)}`;
  if (toHz >= 20_000) return `above ${frequency(fromHz)}`;
  if (fromHz >= 1000) return withUnit(`${plain(fromHz / 1000, 2)}–${plain(toHz / 1000, 2)}`, 'kHz');
  if (toHz < 1000) return withUnit(`${plain(fromHz, 1)}–${plain(toHz, 1)}`, 'Hz');
  return `${plain(fromHz, 1)}${FIXED_SPACE}Hz–${frequency(toHz)}`;
}

/** 4:04, 1:02:09; with tenths below a minute: 9.6 s. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return NOTHING;
  return seconds < 60 ? withUnit(plain(seconds, 1), 's') : clockTime(seconds);
}

/** 0:09, 4:04, 1:02:09. */
export function clockTime(seconds: number): string {
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** 43.2 MB (powers of ten, as file managers and stores count). */
export function byteSize(bytes: number): string {
  if (bytes < 1000) return withUnit(String(bytes), 'B');
  if (bytes < 1e6) return withUnit((bytes / 1e3).toFixed(1), 'kB');
  return bytes < 1e9 ? withUnit((bytes / 1e6).toFixed(1), 'MB') : withUnit((bytes / 1e9).toFixed(2), 'GB');
}

export function percent(fraction: number): string {
  return withUnit(figure(fraction * 100, 0), '%');
}

/** At most `decimals` places, without trailing zeros. */
export function plain(value: number | null, decimals: number): string {
  const text = figure(value, decimals);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** 'true-peak' or 'releaseSeconds' as a label: 'True peak', 'Release seconds'. */
export function label(name: string): string {
  const words = name
    .replaceAll('-', ' ')
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A noun with its count: '1 check', '3 checks'. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A found or wanted value of a reason or check, in its unit. */
export function measured(value: number | string | null, unit: string): string {
  if (value === null) return NOTHING;
  if (typeof value === 'string') return /\d$/.test(value) ? withUnit(prose(value), unit) : prose(value);
  if (unit === 'Hz') return frequency(value);
  if (unit === 'LUFS' || unit === 'dBTP' || unit === 'dBFS') return withUnit(figure(value, 2), unit);
  if (Number.isInteger(value) && Math.abs(value) >= 10_000) return withUnit(grouped(value), unit);
  return withUnit(plain(value, unit === 'dB' || unit === 'LU' ? 2 : 6), unit);
}

const BEFORE_UNIT = /(\d) (?=(?:LUFS|LU|dBTP|dBFS|dB|Hz|kHz|ms|s|%)(?![A-Za-z]))/g;

/** A sentence set as print: true minus signs, and no break between a figure and its unit. */
export function prose(sentence: string): string {
  return sentence.replace(/(^|[\s(])-(?=\d)/g, `$1${MINUS}`).replace(BEFORE_UNIT, `$1${FIXED_SPACE}`);
}

/** 11726400 as 11 726 400. */
function grouped(value: number): string {
  return figure(value, 0).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
