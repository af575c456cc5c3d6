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

/** One line of text with something in it. */
export function lineOfText(mostCharacters: number): z.ZodString {
  const told = { error: `a text of 1 to ${mostCharacters} characters on one line` };
  return z
    .string(told)
    .max(mostCharacters, told)
    .regex(/^[^\r\n]*\S[^\r\n]*$/, told);
}

export function textUpTo(mostCharacters: number): z.ZodString {
  const told = { error: `a text of up to ${mostCharacters} characters` };
  return z.string(told).max(mostCharacters, told);
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

export function atMost<Item extends z.core.SomeType>(most: number, item: Item): z.ZodArray<Item> {
  const told = { error: `a list of at most ${most}` };
  return z.array(item, told).max(most, told);
}

/** A list of words in which none comes twice. */
export function eachOnce<Item extends z.ZodType<string>>(item: Item): z.ZodArray<Item> {
  return list(item).refine(words => new Set(words).size === words.length, {
    error: 'a list that names each once',
  });
}
