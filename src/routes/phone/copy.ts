import { toast } from '$lib/ui';
import { m } from '$messages';

/** Puts a text on the clipboard, and says so. */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast({ state: 'valid', text: m.phone_copied({ what }) });
  } catch {
    toast({ state: 'invalid', text: m.phone_not_copied() });
  }
}
