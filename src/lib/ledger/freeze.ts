/** Freezes plain data: the members of objects and arrays, all the way down. */
export function freezeData<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) freezeData(member);
  return ArrayBuffer.isView(value) ? value : Object.freeze(value); // views with elements cannot be frozen
}
