import {
  MAX_SEALED_LICENCE_BYTES,
  openContact,
  openLicence,
  openPrivateProfile,
  readLicence,
  type Contact,
  type Submission,
  type Supplier,
} from '$lib/supplier';
import { m } from '$messages';
import { describeError } from '../../error-text';
import { office } from '../../office.svelte';
import { session } from '../../session.svelte';

type Opened<T> = { value: T } | { problem: string };

/** What of a case is encrypted to the administrators. Opened by the PIN; by itself where that was typed just now. */
export class PrivateParts {
  state = $state<'closed' | 'opening' | 'open'>('closed');
  licence = $state.raw<Opened<Blob> | undefined>(undefined);
  profile = $state.raw<Opened<Awaited<ReturnType<typeof openPrivateProfile>>> | undefined>(undefined);
  registered = $state.raw<Opened<Contact> | undefined>(undefined);
  /** why the PIN did not open it */
  problem = $state<string | undefined>(undefined);

  /** Whether it can be opened without asking for the PIN. */
  get isUnlocked(): boolean {
    const vaultId = office.staff?.vaultIds.staff;
    return vaultId !== undefined && session.unlockedFor({ vaultId }) !== undefined;
  }

  async open(supplier: Supplier, submission: Submission): Promise<void> {
    if (this.state !== 'closed') return;
    this.state = 'opening';
    this.problem = undefined;
    try {
      const key = await office.staffPrivateKey(m.admin_why_open());
      [this.licence, this.profile, this.registered] = await Promise.all([
        tried(() => licencePicture(submission, key)),
        tried(() => openPrivateProfile(submission, key)),
        tried(() => openContact(supplier, key)),
      ]);
      this.state = 'open';
    } catch (error) {
      const { code, text } = describeError(error);
      if (code !== 'cancelled') this.problem = text;
      this.state = 'closed';
    }
  }
}

/** One part that cannot be opened keeps none of the others shut. */
async function tried<T>(open: () => Promise<T>): Promise<Opened<T>> {
  try {
    return { value: await open() };
  } catch (error) {
    return { problem: describeError(error).text };
  }
}

async function licencePicture(submission: Submission, key: CryptoKey): Promise<Blob> {
  const sealed = await office.file(submission.licence, { maxBytes: MAX_SEALED_LICENCE_BYTES });
  const opened = await openLicence(submission, sealed, key);
  const read = await readLicence(opened);
  if ('problem' in read) throw new Error(read.problem); // whoever submitted it used another program
  return new Blob([opened], { type: read.type });
}
