import * as z from 'zod';

/** A number between bounds; the text is what a person is told is allowed. */
export function numberBetween(minimum: number, maximum: number, unit = ''): z.ZodNumber {
  const allowed = `a number from ${minimum} to ${maximum}${unit === '' ? '' : ` ${unit}`}`.replaceAll(
    '-',
    '−',
  );
  const told = { error: allowed };
  return z.number(told).min(minimum, told).max(maximum, told);
}

export function wholeBetween(minimum: number, maximum: number): z.ZodNumber {
  const told = { error: `a whole number from ${minimum} to ${maximum}` };
  return z.number(told).int(told).min(minimum, told).max(maximum, told);
}

/** Any finite number. */
export function finite(): z.ZodNumber {
  return z.number({ error: 'a number' });
}

/** A measured number, or null for silence. */
export function finiteOrNull(): z.ZodNullable<z.ZodNumber> {
  return finite().nullable();
}

export function text(): z.ZodString {
  return z.string({ error: 'a text' });
}

export function texts(): z.ZodArray<z.ZodString> {
  return z.array(text(), { error: 'a list of texts' });
}

export function yesOrNo(): z.ZodBoolean {
  return z.boolean({ error: 'true or false' });
}

/** One of a few words. */
export function oneOf<const Names extends readonly string[]>(
  names: Names,
): z.ZodEnum<{ [Name in Names[number]]: Name }> {
  return z.enum(names, { error: `one of ${names.join(', ')}` });
}

/** An object with these fields and no others. */
export function fields<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, { error: `an object with the fields ${Object.keys(shape).join(', ')}` });
}

export function list<Item extends z.core.SomeType>(item: Item): z.ZodArray<Item> {
  return z.array(item, { error: 'a list' });
}
