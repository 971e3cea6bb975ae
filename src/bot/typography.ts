/**
 * French spacing, so that texts can be typed with ordinary spaces: narrow no-break spaces before `; ! ?` and
 * inside « », a no-break space before `:`. Only spaces that are there are replaced; nothing is inserted.
 */
export function frenchSpacing(text: string): string {
  return text
    .replaceAll(/ (?=[;!?»])/g, "\u202f")
    .replaceAll(/(?<=«) /g, "\u202f")
    .replaceAll(/ (?=:(?:\s|$))/g, "\u00a0");
}
