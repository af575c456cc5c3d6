/** Figures as people read them: a true minus, fixed decimals, a dash where nothing was measured. */

export const NOTHING = '—';

const MINUS = '−';
/** Between a figure and its unit: narrow, and no line break. */
const THIN_SPACE = '\u202f';

/** A figure without unit; '—' for null. */
export function figure(value: number | null, decimals = 1): string {
  if (value === null || !Number.isFinite(value)) return NOTHING;
  const digits = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(digits) !== 0 ? MINUS + digits : digits;
}

/** A difference: always with its sign. */
export function signed(value: number | null, decimals = 1): string {
  const text = figure(value, decimals);
  return value !== null && value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** A figure and its unit. */
export function withUnit(text: string, unit: string): string {
  return text === NOTHING || unit === '' ? text : text + THIN_SPACE + unit;
}

/** Level with unit: `level(-11, 'LUFS')` is '−11.0 LUFS'. True peaks have two decimals, so that −0.96 is not read as −1.0. */
export function level(value: number | null, unit: string): string {
  return withUnit(figure(value, unit === 'dBTP' ? 2 : 1), unit);
}

/** 950 Hz, 1.25 kHz. */
export function frequency(hertz: number): string {
  if (hertz < 1000) return withUnit(plain(hertz, 1), 'Hz');
  return withUnit(plain(hertz / 1000, 2), 'kHz');
}

/** 20–120 Hz, 2–8 kHz. */
export function frequencyRange(fromHz: number, toHz: number): string {
  if (fromHz >= 1000) return withUnit(`${plain(fromHz / 1000, 2)}–${plain(toHz / 1000, 2)}`, 'kHz');
  if (toHz < 1000) return withUnit(`${plain(fromHz, 1)}–${plain(toHz, 1)}`, 'Hz');
  return `${plain(fromHz, 1)}${THIN_SPACE}Hz–${frequency(toHz)}`;
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
  if (typeof value === 'string') return withUnit(value, unit);
  if (unit === 'Hz') return frequency(value);
  if (unit === 'dBTP' || unit === 'dB' || unit === 'LUFS' || unit === 'LU' || unit === 'dBFS') {
    return withUnit(figure(value, 2), unit);
  }
  return withUnit(plain(value, 6), unit);
}
