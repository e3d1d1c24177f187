/**
 * Where to go after logging in: the page that has sent the person here, as far as it is one of the supplier's.
 *
 * @param asked `next` of the address
 */
export function placeAfter(asked: string | null): string {
  return asked !== null && /^\/supplier(?:\/[a-z]+)*$/.test(asked) ? asked : '/supplier';
}
