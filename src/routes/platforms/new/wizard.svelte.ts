import { checkPin } from '$lib/keys';
import type { FoundingServers } from '$lib/office';
import type { PlaceLink } from '$lib/sync';
import { m } from '$messages';
import {
  emptyDetails,
  line,
  readDetails,
  readPart,
  type DetailsPart,
  type DetailsProblems,
} from '../details-form';
import { emptyPlace, placeOfLink, readPlace } from '../place-form';

export const WIZARD_STEPS = ['basics', 'fees', 'accounts', 'categories', 'founder', 'summary'] as const;
export type WizardStep = (typeof WIZARD_STEPS)[number];

/** Parts of the form on each page of the wizard. */
const PARTS: Readonly<Record<WizardStep, readonly DetailsPart[]>> = {
  basics: ['basics'],
  fees: ['fees'],
  accounts: ['bank', 'support'],
  categories: ['categories'],
  founder: [],
  summary: [],
};

/** Setting up a platform, page by page. What was typed stays while the app is open; PINs go with the page. */
class Wizard {
  step = $state<WizardStep>('basics');
  form = $state(emptyDetails());
  place = $state(emptyPlace());
  founder = $state('');
  /** the founder issues certificates too */
  isOperator = $state(false);
  pins = $state(emptyPins());
  problems = $state.raw<DetailsProblems>({});
  /** the person wanted to go on from the page of PINs */
  checked = $state(false);

  get index(): number {
    return WIZARD_STEPS.indexOf(this.step);
  }

  /** Whether all on the page is right; what is not is shown. */
  check(): boolean {
    return this.#check();
  }

  /** @returns false where something on the page is wrong */
  next(): boolean {
    if (!this.#check()) return false;
    this.step = WIZARD_STEPS[this.index + 1] ?? 'summary';
    return true;
  }

  back(to: WizardStep = WIZARD_STEPS[this.index - 1] ?? 'basics'): void {
    this.problems = {};
    this.step = to;
  }

  #check(): boolean {
    const problems = Object.assign(
      {},
      ...PARTS[this.step].map((part) => {
        const read = readPart(this.form, part);
        return 'problems' in read ? read.problems : {};
      }),
    ) as Record<string, string>;
    if (this.step === 'founder') {
      this.checked = true;
      const name = line(this.founder);
      if (name === '' || [...name].length > 40) problems.founder = m.platform_wrong_person();
      if (!this.#pinsAreRight) problems.pins = '';
    }
    if (this.step === 'basics') Object.assign(problems, readPlace(this.place).problems);
    this.problems = problems;
    return Object.keys(problems).length === 0;
  }

  /** The root key, which endorses operators for years, is not to open by what is typed every day. */
  get isRootPinTaken(): boolean {
    return this.pins.root[0] !== '' && this.pins.root[0] === this.pins.staff[0];
  }

  get #pinsAreRight(): boolean {
    if (this.isRootPinTaken) return false;
    const { staff, root, issuing } = this.pins;
    return [staff, root, ...(this.isOperator ? [issuing] : [])].every(
      ([pin, repeated]) => checkPin(pin) === undefined && pin === repeated,
    );
  }

  /** Where the platform is to lie, if not in this browser. */
  get servers(): FoundingServers | undefined {
    return readPlace(this.place).servers;
  }

  /** Takes where the servers are from a link. */
  take(link: PlaceLink): void {
    this.place = placeOfLink(link);
    this.step = 'basics';
  }

  /** What `found` of the office takes. */
  get order(): {
    details: unknown;
    founder: string;
    pins: { staff: string; root: string; issuing?: string };
    servers?: FoundingServers;
  } {
    const { servers } = this;
    const { staff, root, issuing } = this.pins;
    return {
      details: readDetails(this.form),
      founder: line(this.founder),
      pins: { staff: staff[0], root: root[0], ...(this.isOperator && { issuing: issuing[0] }) },
      ...(servers && { servers }),
    };
  }

  /** PINs are not kept when the page is left. */
  forgetPins(): void {
    this.pins = emptyPins();
    this.checked = false;
    this.problems = {};
    if (this.step === 'summary') this.step = 'founder';
  }

  /** Begins anew: the platform is founded. */
  clear(): void {
    this.forgetPins();
    this.step = 'basics';
    this.form = emptyDetails();
    this.place = emptyPlace();
    this.founder = '';
    this.isOperator = false;
  }
}

/** Each with its repetition. */
function emptyPins(): Record<'staff' | 'root' | 'issuing', [pin: string, repeated: string]> {
  return { staff: ['', ''], root: ['', ''], issuing: ['', ''] };
}

export const wizard = new Wizard();
