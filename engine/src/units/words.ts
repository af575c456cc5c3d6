/** Numbers as people read them: a true minus sign, the unit after a space. */
export function say(value: number, unit: string, decimals = 1): string {
  const text = Math.abs(value).toFixed(decimals);
  const sign = value < 0 && Number(text) !== 0 ? '−' : '';
  return unit === '' ? `${sign}${text}` : `${sign}${text} ${unit}`;
}

/** A frequency: '95 Hz', '3.2 kHz'. */
export function sayHz(frequencyHz: number): string {
  if (frequencyHz < 1000) return `${Math.round(frequencyHz)} Hz`;
  const kilo = frequencyHz / 1000;
  return `${kilo < 10 ? Number(kilo.toFixed(1)) : Math.round(kilo)} kHz`;
}

/** A share: '54 %'. */
export function sayPercent(fraction: number): string {
  return `${Math.round(100 * fraction)} %`;
}

const REGIONS: readonly (readonly [number, string])[] = [
  [60, 'the lowest bass'],
  [130, 'the bass'],
  [350, 'the lower middle'],
  [900, 'the middle'],
  [2200, 'the upper middle'],
  [5500, 'the bite'],
  [11000, 'the brightness'],
];

/** What people call a part of the spectrum. */
export function regionName(frequencyHz: number): string {
  for (const [upperHz, name] of REGIONS) if (frequencyHz < upperHz) return name;
  return 'the air on top';
}

/** First letter large. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A moment of a programme: '0:09', '4:04', '1:02:09'. */
export function sayTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (count: number): string => `${count < 10 ? '0' : ''}${count}`;
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** A stretch of a programme: '1:32–1:40', or '1:32' where it begins and ends within one second. */
export function saySpan(startSeconds: number, endSeconds: number): string {
  const [start, end] = [sayTime(startSeconds), sayTime(endSeconds)];
  return start === end ? start : `${start}–${end}`;
}

/** A noun with its count: '1 note', '3 notes'. */
export function sayCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A few things in a row: 'a', 'a and b', 'a, b and c'. */
export function sayList(items: readonly string[]): string {
  const last = items[items.length - 1];
  if (last === undefined) return '';
  return items.length === 1 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
