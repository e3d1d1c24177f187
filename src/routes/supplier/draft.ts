import * as v from 'valibot';
import type { RecordId } from '$lib/ledger';

/*
 * What was typed and not sent yet, for the life of a tab: it outlasts reloading, and nobody who opens the browser
 * later finds it. Passwords are never among it.
 */

/** Where the profile of a supplier is kept that is being filled in. */
export function profileDraftKey(supplier: RecordId): string {
  return `suiyin-profile-${supplier}`;
}

/** @returns undefined where there is none, or it is not what this version writes */
export function readDraft<T>(key: string, schema: v.GenericSchema<unknown, T>): T | undefined {
  try {
    const result = v.safeParse(schema, JSON.parse(sessionStorage.getItem(key) ?? 'null'));
    return result.success ? result.output : undefined;
  } catch {
    return undefined; // storage may be refused
  }
}

export function keepDraft(key: string, draft: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Then it lasts as long as the page.
  }
}

export function dropDraft(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Then there was none.
  }
}
