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
