import * as v from 'valibot';
import type { RecordId } from '$lib/ledger';
import {
  MAX_SEALED_LICENCE_BYTES,
  openContact,
  openLicence,
  openPrivateProfile,
  readProfileForm,
  submitProfile,
  type ProfileForm,
  type Supplier,
} from '$lib/supplier';
import { describeError, type ErrorText } from '../../error-text';
import { office } from '../../office.svelte';
import { dropDraft, keepDraft, profileDraftKey, readDraft } from '../draft';
import { LicenceDraft } from '../licence-draft.svelte';
import { ShownProblems } from '../shown-problems.svelte';

const text = v.string();
const draftSchema = v.object({
  ...{ accountType: text, companyName: text, creditCode: text, registrationNumber: text },
  ...{ legalRepresentative: text, address: text, bankName: text, bankAccount: text },
  categories: v.array(text),
  ...{ contactName: text, mobile: text, landline: text, email: text },
});

/** 完善供应商信息 (manual 2.5): what is typed, from what the platform knows already. */
export class ProfileEdit {
  /** categories chosen before that the platform no longer has */
  gone = $state(0);
  readonly form = $state<ProfileForm & { categories: string[] }>(emptyForm());
  readonly licence = new LicenceDraft();
  /** what the form begins with is read and decrypted */
  isReady = $state(false);
  busy = $state(false);
  failure = $state.raw<ErrorText | undefined>(undefined);
  /** the licence is missing, and it was tried to submit without */
  licenceMissing = $state(false);
  readonly problems = new ShownProblems<ProfileForm>(
    () => this.form,
    () => readProfileForm(this.form, this.#offered()).problems ?? [],
  );
  readonly #supplier: RecordId;
  readonly #key: string;

  constructor(supplier: RecordId) {
    this.#supplier = supplier;
    this.#key = profileDraftKey(supplier);
  }

  /** Fills the form from a draft, or from what was submitted or registered, as far as this device may read it. */
  async begin(supplier: Supplier): Promise<void> {
    const key = await office.devicePrivateKey();
    const known = await knownForm(supplier, key);
    Object.assign(this.form, readDraft(this.#key, draftSchema) ?? known);
    const offered = this.#offered();
    const chosen = this.form.categories;
    this.form.categories = chosen.filter((id) => offered.includes(id));
    this.gone = chosen.length - this.form.categories.length;
    this.isReady = true;
    await this.#bringLicence(supplier, key);
  }

  keepDraft(): void {
    if (this.isReady) keepDraft(this.#key, this.form);
  }

  /** Forgets what was typed. */
  drop(): void {
    dropDraft(this.#key);
    this.licence.dispose();
  }

  /**
   * @returns `record` where it was written, else the `field` to be mended, where there is one
   */
  async submit(): Promise<{ record?: RecordId; field?: string }> {
    if (this.busy) return {};
    this.failure = undefined;
    this.licenceMissing = this.licence.file === undefined;
    const read = readProfileForm(this.form, this.#offered());
    if (read.problems) return { field: this.problems.showAll() };
    const { file } = this.licence;
    if (!file) return { field: 'licence' };
    this.busy = true;
    try {
      const [ports, { recipient }] = await Promise.all([office.devicePorts(), office.deviceDesk()]);
      const own = { ownRecipient: recipient };
      const record = await submitProfile(ports, office.state, this.#supplier, read.values, file, own);
      this.drop();
      return { record };
    } catch (error) {
      return { field: this.fail(error) };
    } finally {
      this.busy = false;
    }
  }

  /** Shows an error where it belongs. @returns the field, where it is one's */
  fail(error: unknown): string | undefined {
    const told = describeError(error);
    const field = FIELD_OF[told.code];
    if (field) this.problems.found(field, told.text);
    else this.failure = told;
    return field;
  }

  #offered(): string[] {
    return (office.platform?.categories ?? []).map(({ id }) => id);
  }

  /** The picture that was submitted last need not be looked for again. */
  async #bringLicence({ latest }: Supplier, key: CryptoKey): Promise<void> {
    if (!latest) return;
    try {
      const sealed = await office.file(latest.licence, { maxBytes: MAX_SEALED_LICENCE_BYTES });
      const picture = await openLicence(latest, sealed, key);
      if (!this.licence.file) await this.licence.take(picture);
    } catch {
      // Not for this device, or out of reach: the person chooses it again.
    }
  }
}

const FIELD_OF: Readonly<Record<string, keyof ProfileForm>> = {
  'company-taken': 'companyName',
  'credit-code-taken': 'creditCode',
  'unknown-category': 'categories',
};

function emptyForm(): ProfileForm & { categories: string[] } {
  return {
    ...{ accountType: '', companyName: '', creditCode: '', registrationNumber: '' },
    ...{ legalRepresentative: '', address: '', bankName: '', bankAccount: '', categories: [] },
    ...{ contactName: '', mobile: '', landline: '', email: '' },
  };
}

async function knownForm(supplier: Supplier, key: CryptoKey): Promise<ReturnType<typeof emptyForm>> {
  const { latest, registered } = supplier;
  const part = latest && (await openPrivateProfile(latest, key).catch(() => undefined));
  const contact = part?.contact ?? (await openContact(supplier, key).catch(() => undefined));
  const { companyName, accountType } = registered;
  return {
    ...emptyForm(),
    ...(latest?.profile ?? { companyName, accountType }),
    ...(latest && { categories: [...latest.profile.categories] }),
    ...(part && { bankName: part.bank.name, bankAccount: part.bank.account }),
    ...(contact && {
      ...{ contactName: contact.name, mobile: contact.mobile },
      ...{ landline: contact.landline ?? '', email: contact.email ?? '' },
    }),
  };
}
