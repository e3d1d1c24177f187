import * as v from 'valibot';
import { parseRecord, type RecordId } from '$lib/ledger';
import type { WorkProgress } from '$lib/platform';
import { newRegistrationForm, readMobile, readRegistrationForm, register } from '$lib/supplier';
import type { OutboxEntry } from '$lib/sync';
import { describeError, type ErrorText } from '../error-text';
import { office } from '../office.svelte';
import { deviceLabel } from '../supplier/device-label';
import { dropDraft, keepDraft, readDraft } from '../supplier/draft';
import { ShownProblems } from '../supplier/shown-problems.svelte';

export const PURPOSE = 'register';

const STEPS = ['notice', 'type', 'form'] as const;
export type Step = (typeof STEPS)[number];

/** What outlasts reloading: everything but the password and the code. */
const draftSchema = v.object({
  step: v.picklist(STEPS),
  noticeRead: v.boolean(),
  accountType: v.string(),
  companyName: v.string(),
  account: v.string(),
  contactName: v.string(),
  landline: v.string(),
  email: v.string(),
  mobile: v.string(),
});

/** A registration that was written here. */
interface Sent {
  record: RecordId;
  account: string;
  companyName: string;
}

/** So far back is looked for one. */
const NEWEST = 50;

/** 供应商注册 (manual 2.2 to 2.4), from the notice to the platform's answer. */
export class Registration {
  readonly form = $state(newRegistrationForm());
  step = $state<Step>('notice');
  /** it is known whether there is one on its way */
  isReady = $state(false);
  /** the work that is under way; `password` while the password is made unreadable */
  working = $state.raw<'password' | WorkProgress | undefined>(undefined);
  failure = $state.raw<ErrorText | undefined>(undefined);
  /** the registration that was written here, until it counts or is given up */
  sent = $state.raw<Sent | undefined>(undefined);
  /** what became of it */
  answer = $state.raw<OutboxEntry | undefined>(undefined);
  readonly problems = new ShownProblems(
    () => this.form,
    () => readRegistrationForm(this.form).problems ?? [],
  );

  /** what somebody else has already; to be looked at together with the form */
  #taken = $state.raw<{ field: 'account' | 'companyName'; value: string } | undefined>(undefined);
  /** the number that a code has shown to be theirs */
  #verified = $state<string | undefined>(undefined);
  #cancel: AbortController | undefined;
  readonly #key: string;
  readonly #givenUpKey: string;

  /** @param place whose drafts these are: the workspace and the platform */
  constructor(place: string) {
    this.#key = `suiyin-register-${place}`;
    this.#givenUpKey = `suiyin-register-given-up-${place}`;
    const draft = readDraft(this.#key, draftSchema);
    if (draft) {
      const { step, ...typed } = draft;
      Object.assign(this.form, typed);
      this.step = step;
    }
  }

  /** Looks for a registration of this device that is on its way, or came to nothing: the page may have been closed. */
  async look(): Promise<void> {
    try {
      const entries = await office.outbox({ limit: NEWEST });
      const newest = entries.find(({ kind }) => kind === 'supplier.registered');
      const isOver = newest?.state === 'accepted' || newest?.id === readDraft(this.#givenUpKey, v.string());
      const sent = newest && !isOver ? sentOf(newest) : undefined;
      if (sent) this.#follow(sent);
    } catch (error) {
      this.failure = describeError(error);
    } finally {
      this.isReady = true;
    }
  }

  get mobile(): string | undefined {
    return readMobile(this.form.mobile);
  }

  get isVerified(): boolean {
    return this.#verified !== undefined && this.#verified === this.mobile;
  }

  /** The field whose value somebody else has. */
  get taken(): 'account' | 'companyName' | undefined {
    const taken = this.#taken;
    return taken && this.form[taken.field] === taken.value ? taken.field : undefined;
  }

  keepDraft(): void {
    const { noticeRead, accountType, companyName, account, contactName, landline, email, mobile } = this.form;
    const typed = { noticeRead, accountType, companyName, account, contactName, landline, email, mobile };
    keepDraft(this.#key, { step: this.step, ...typed });
  }

  /** @returns the field to be mended, where there is one */
  async submit(): Promise<string | undefined> {
    if (this.working !== undefined) return undefined;
    this.failure = undefined;
    const read = readRegistrationForm(this.form);
    if (read.problems) return this.problems.showAll();
    const { code, ...values } = read.values;
    const cancel = (this.#cancel = new AbortController());
    this.working = 'password';
    try {
      await this.#checkCode(values.contact.mobile, code);
      const [ports, { recipient }] = await Promise.all([office.devicePorts(), office.deviceDesk()]);
      const record = await register(ports, office.state, values, {
        label: deviceLabel(),
        ownRecipient: recipient,
        signal: cancel.signal,
        onProgress: (progress) => (this.working = progress),
      });
      const { account, companyName } = values;
      this.#follow({ record, account, companyName });
      return undefined;
    } catch (error) {
      return cancel.signal.aborted ? undefined : this.#fail(error);
    } finally {
      this.working = undefined;
    }
  }

  cancel(): void {
    this.#cancel?.abort();
  }

  /** Back to the form after the platform has said no. */
  correct(): void {
    const refused = this.answer;
    keepDraft(this.#givenUpKey, this.sent?.record);
    // What was typed is gone where the tab was closed in between.
    if (this.sent && this.form.account === '') {
      const { account, companyName } = this.sent;
      Object.assign(this.form, { account, companyName, noticeRead: true });
    }
    this.sent = undefined;
    this.answer = undefined;
    this.step = 'form';
    if (refused?.state === 'rejected') this.#fail({ name: 'SupplierError', code: refused.detail });
  }

  async #checkCode(mobile: string, code: string): Promise<void> {
    if (this.#verified === mobile) return;
    const codes = await office.codes();
    await codes.check(PURPOSE, mobile, code);
    this.#verified = mobile;
  }

  #follow(sent: Sent): void {
    this.sent = sent;
    this.answer = undefined;
    void this.#await(sent);
  }

  async #await(sent: Sent): Promise<void> {
    try {
      const answer = await office.settled(sent.record);
      if (this.sent !== sent) return;
      this.answer = answer;
      if (answer.state === 'accepted') dropDraft(this.#key);
    } catch (error) {
      this.failure = describeError(error);
    }
  }

  #fail(error: unknown): string | undefined {
    const told = describeError(error);
    const field = FIELD_OF[told.code];
    if (field) this.problems.found(field, told.text);
    else this.failure = told;
    if (field && field !== 'code') this.#taken = { field, value: this.form[field] };
    return field;
  }
}

function sentOf({ id, jws }: OutboxEntry): Sent | undefined {
  try {
    const body = parseRecord(jws).body as Partial<Record<string, unknown>>;
    return { record: id, account: String(body.account), companyName: String(body.companyName) };
  } catch {
    return undefined; // the outbox itself tells of it
  }
}

/** Where on the form it is said. */
const FIELD_OF: Readonly<Record<string, 'account' | 'companyName' | 'code'>> = {
  'account-taken': 'account',
  'company-taken': 'companyName',
  'wrong-code': 'code',
  expired: 'code',
  'no-code': 'code',
};
