import { enterprisesOf, type Enterprise } from '$lib/certificate';
import type { RecordId } from '$lib/ledger';
import { office } from '../office.svelte';
import { workspaceOfTab } from '../tab-workspace';

/** As what somebody acts on their phone: as themselves, or for a company. */
export type Choice = 'person' | RecordId;

const DEFAULT = 'suiyin-phone-default';
const CURRENT = 'suiyin-phone-identity';

/** Which identity is in use, until the app is closed, and which one it begins with. Of each workspace and platform. */
class IdentityChoice {
  #current = $state<Choice | undefined>(undefined);
  #standard = $state<Choice | undefined>(undefined);
  #of: string | undefined;

  /** Reads what was chosen on the platform that is open. */
  read(): void {
    const of = `${workspaceOfTab()} ${office.platformId ?? ''}`;
    if (of === this.#of) return;
    this.#of = of;
    this.#current = stored(() => sessionStorage.getItem(`${CURRENT} ${of}`));
    this.#standard = stored(() => localStorage.getItem(`${DEFAULT} ${of}`));
  }

  /** companies that the person acts for */
  get enterprises(): Enterprise[] {
    const { device } = office;
    return device ? enterprisesOf(office.state, device).map((one) => ({ ...one })) : [];
  }

  /** What was chosen, else the default, else the first company: certificates are for companies. */
  get current(): Choice {
    const ids = this.enterprises.map(({ id }) => id);
    const isThere = (choice: Choice | undefined): choice is Choice =>
      choice === 'person' || (choice !== undefined && ids.includes(choice));
    return [this.#current, this.#standard].find(isThere) ?? ids[0] ?? 'person';
  }

  /** the company that the person acts for now */
  get enterprise(): Enterprise | undefined {
    const { current } = this;
    return this.enterprises.find(({ id }) => id === current);
  }

  get standard(): Choice | undefined {
    return this.#standard;
  }

  choose(choice: Choice): void {
    this.#current = choice;
    stored(() => (sessionStorage.setItem(`${CURRENT} ${this.#of}`, choice), null));
  }

  makeStandard(choice: Choice): void {
    this.#standard = choice;
    stored(() => (localStorage.setItem(`${DEFAULT} ${this.#of}`, choice), null));
  }
}

export const identityChoice = new IdentityChoice();

/** Storage may be refused; then a choice lasts as long as the page. */
function stored(access: () => string | null): Choice | undefined {
  try {
    return (access() as Choice | null) ?? undefined;
  } catch {
    return undefined;
  }
}
