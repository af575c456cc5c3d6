/** Words and numbers for people. */

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;

/** Text in a style, where the stream is a terminal and NO_COLOR is not set. */
export type Paint = (style: keyof typeof CODES, text: string) => string;

export function makePaint(stream: { readonly isTTY?: boolean }): Paint {
  if (stream.isTTY !== true || process.env['NO_COLOR']) return (_style, text) => text;
  return (style, text) => `\u001b[${CODES[style]}m${text}\u001b[0m`;
}

/** '−14.2 LUFS'; '—' where there is none (silence, or too short). */
export function formatLevel(value: number | null, unit: string): string {
  return value === null ? '—' : `${formatNumber(value)} ${unit}`;
}

/** One decimal, the minus sign of typography, no minus before zero. */
export function formatNumber(value: number, decimals = 1): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** '4:03.2', '1:02:03.0' */
export function formatDuration(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const hours = Math.floor(tenths / 36000);
  const minutes = Math.floor(tenths / 600) % 60;
  const rest = ((tenths % 600) / 10).toFixed(1).padStart(4, '0');
  return hours > 0 ? `${hours}:${`${minutes}`.padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** '44.1 kHz' */
export function formatRate(sampleRateHz: number): string {
  return `${Number((sampleRateHz / 1000).toFixed(3))} kHz`;
}

export function formatChannels(channelCount: number): string {
  if (channelCount === 1) return 'mono';
  return channelCount === 2 ? 'stereo' : `${channelCount} channels`;
}

/** Rows as columns: the first to the left, the others to the right. */
export function formatTable(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map(row => [...(row[column] ?? '')].length)),
  );
  return rows.map(row =>
    row
      .map((cell, column) => {
        const space = ' '.repeat(Math.max(0, (widths[column] ?? 0) - [...cell].length));
        return column === 0 ? cell + space : space + cell;
      })
      .join('   ')
      .trimEnd(),
  );
}
