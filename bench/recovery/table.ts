import type { Distance } from './compare.ts';

const mean = (numbers: readonly number[]): number => {
  const known = numbers.filter(Number.isFinite);
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
};

const HEADER = 'spectrum  width (bass low mid high)   LU     LRA    PSR    AF      dBTP';

function figures(distance: Distance): string {
  const bands = distance.widthByBandDb.map(value => (Number.isFinite(value) ? value.toFixed(1) : '–'));
  return [
    distance.spectrumDb.toFixed(2).padStart(8),
    `${distance.widthDb.toFixed(2).padStart(6)} (${bands.map(band => band.padStart(4)).join(' ')})`,
    distance.loudnessLu.toFixed(2).padStart(5),
    distance.loudnessRangeLu.toFixed(2).padStart(6),
    distance.psrDb.toFixed(2).padStart(6),
    distance.af.toFixed(4).padStart(8),
    distance.truePeakDbtp.toFixed(2).padStart(7),
  ].join(' ');
}

/** One case by one way. */
export function printRow(piece: string, name: string, distance: Distance): string {
  return `${piece.padEnd(34)} ${name.padEnd(19)} ${figures(distance)}`;
}

/** Means over all cases, the true peak as the highest. */
export function printTable(distances: ReadonlyMap<string, readonly Distance[]>): string[] {
  const rows = [...distances].map(([name, all]) => {
    const pick = (of: (distance: Distance) => number): number => mean(all.map(of));
    const summary: Distance = {
      spectrumDb: pick(one => one.spectrumDb),
      widthDb: pick(one => one.widthDb),
      widthByBandDb: [0, 1, 2, 3].map(band => pick(one => one.widthByBandDb[band]!)),
      loudnessLu: pick(one => one.loudnessLu),
      loudnessRangeLu: pick(one => one.loudnessRangeLu),
      psrDb: pick(one => one.psrDb),
      af: pick(one => one.af),
      truePeakDbtp: Math.max(...all.map(one => one.truePeakDbtp)),
    };
    return `${`${name} (${all.length})`.padEnd(25)} ${figures(summary)}`;
  });
  return [`${'mean of cases'.padEnd(25)} ${HEADER}`, ...rows];
}

/** How often the genre alone comes nearer than the input, and how much further away it lands at worst. */
export function printGenre(input: readonly Distance[], genre: readonly Distance[]): string[] {
  const compare = (name: string, pick: (distance: Distance) => number): string => {
    const ratios = genre.map((distance, index) => pick(distance) / pick(input[index]!));
    const better = ratios.filter(ratio => ratio < 1).length;
    const harmless = ratios.filter(ratio => ratio <= 1.05).length;
    const worst = 100 * (Math.max(...ratios) - 1);
    return `genre alone, ${name}: nearer than the input in ${better} of ${ratios.length}, no more than 5 % further in ${harmless}, at worst ${worst.toFixed(0)} % further`;
  };
  return [compare('spectrum', one => one.spectrumDb), compare('AF', one => one.af)];
}
