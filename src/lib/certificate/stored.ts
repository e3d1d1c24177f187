import * as v from 'valibot';
import { CertificateError } from './error';

/** Parses what comes from the storage, where other tabs and people write too. @throws CertificateError `storage-damaged` */
export function parseStored<S extends v.GenericSchema>(
  schema: S,
  stored: unknown,
  what: string,
): v.InferOutput<S> {
  const result = v.safeParse(schema, stored);
  if (result.success) return result.output;
  throw new CertificateError('storage-damaged', { what, where: v.getDotPath(result.issues[0]) ?? undefined });
}

/** Those that can be read: one damaged record must not take the others with it. */
export function readable<T>(stored: readonly unknown[], parse: (one: unknown) => T): T[] {
  return stored.flatMap((one) => {
    try {
      return [parse(one)];
    } catch (error) {
      if (error instanceof CertificateError) return [];
      throw error;
    }
  });
}
