import type { DitherName, FileFormat } from '../audio/index.ts';
import { say } from '../units/words.ts';
import type { Brief, DeliverableOrder } from './brief.ts';
import type { Deliverable, Reason } from './plan.ts';

/** Noise shapers are drawn for these rates; elsewhere their quiet regions would lie in the wrong place. */
const SHAPED_RATES_HZ: readonly number[] = [44100, 48000];

function ditherFor(format: FileFormat, order: DeliverableOrder, sampleRateHz: number): [DitherName, string] {
  if (format.isFloat) return ['none', 'Floating point rounds far below hearing: no dither.'];
  if (order.dither !== 'auto') return [order.dither, `The brief asks for ${order.dither} dither.`];
  if (format.depthBits === 16 && SHAPED_RATES_HZ.includes(sampleRateHz)) {
    return [
      'modified-e',
      '16 bits: shaped dither (modified-e) moves the rounding noise to where the ear is least sensitive.',
    ];
  }
  return [
    'tpdf',
    `${format.depthBits} bits: plain triangular dither, so that rounding leaves noise and no distortion.`,
  ];
}

function nameOf(
  { container, depthBits, isFloat }: FileFormat,
  sampleRateHz: number,
  sourceRateHz: number,
): string {
  const depth = `${container}-${depthBits}${isFloat ? 'f' : ''}`;
  return sampleRateHz === sourceRateHz ? depth : `${depth}-${sampleRateHz}`;
}

function rateReason(order: DeliverableOrder, sampleRateHz: number, sourceRateHz: number): Reason {
  const kilo = say(sampleRateHz / 1000, 'kHz', sampleRateHz % 1000 === 0 ? 0 : 1);
  const sentence =
    order.sampleRateHz === 'source'
      ? `The rate of the mix, ${kilo}, is kept.`
      : sampleRateHz === sourceRateHz
        ? `The brief asks for ${kilo}, which the mix has.`
        : `The brief asks for ${kilo}; the mix has ${say(sourceRateHz / 1000, 'kHz', 1)} and is converted after limiting, with the ceiling proven again.`;
  return { fact: 'brief.deliverables', found: sourceRateHz, wanted: sampleRateHz, unit: 'Hz', sentence };
}

/** What will be written, one per order, each with a name of its own. */
export function planDeliverables(brief: Brief, sourceRateHz: number): Deliverable[] {
  const taken = new Set<string>();
  return brief.deliverables.map(order => {
    const sampleRateHz = order.sampleRateHz === 'source' ? sourceRateHz : order.sampleRateHz;
    const [dither, sentence] = ditherFor(order.format, order, sampleRateHz);
    const name = nameOf(order.format, sampleRateHz, sourceRateHz);
    let id = name;
    for (let count = 2; taken.has(id); count++) id = `${name}-${count}`;
    taken.add(id);
    return {
      id,
      format: order.format,
      sampleRateHz,
      dither,
      because: [
        rateReason(order, sampleRateHz, sourceRateHz),
        { fact: 'brief.deliverables', found: order.dither, wanted: dither, unit: '', sentence },
      ],
    };
  });
}
