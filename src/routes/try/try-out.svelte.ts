import type { Office } from '$lib/office';
import { m } from '$messages';
import { exampleDetails } from './example';
import { PERSONS, workspaceOf, type Person, type StaffPerson } from './persons';
import type { SetUpStep } from './steps';
import { tourOf, type TourStep } from './tour';

/** The code of workspaces and platforms; loaded when it is needed. */
async function loadParts() {
  const [{ openWorkspace }, { setUp, findSetUp, removeSetUp }, { Directory }] = await Promise.all([
    import('../workspace'),
    import('./set-up'),
    import('$lib/store'),
  ]);
  return { openWorkspace, setUp, findSetUp, removeSetUp, Directory };
}

/** Trying everything: set up, looked at, removed. */
export class TryOut {
  /** `part`: setting up was broken off, by closing the page for instance */
  state = $state<'looking' | 'none' | 'part' | 'working' | 'removing' | 'ready'>('looking');
  /** what is done now, while `working` */
  step = $state<SetUpStep | undefined>(undefined);
  /** what went wrong last; for `describeError` */
  failure = $state.raw<unknown>(undefined);

  #platform = $state<string | undefined>(undefined);
  #abort: AbortController | undefined;
  #office: Office | undefined;
  #closeWorkspace: (() => void) | undefined;
  /** counts changes of the state, which is folded in place */
  #version = $state(0);
  #closed = false;

  /** Looks for what was set up before. */
  async look(): Promise<void> {
    this.failure = undefined;
    try {
      const { findSetUp, openWorkspace, Directory } = await loadParts();
      const directory = new Directory();
      const known = (await directory.workspaces()).map(({ name }) => name);
      directory.close();
      const found = await findSetUp(openWorkspace, known);
      this.#platform = found?.platform;
      if (found?.state === 'complete') await this.#open();
      this.state = found === undefined ? 'none' : found.state === 'complete' ? 'ready' : 'part';
    } catch (error) {
      this.failure = error;
      this.state = 'part';
    }
  }

  /** Sets up; what there is is removed first. */
  async begin(): Promise<void> {
    if (this.state === 'working' || this.state === 'removing') return;
    const isAgain = this.state !== 'none';
    this.failure = undefined;
    this.state = isAgain ? 'removing' : 'working';
    const abort = new AbortController();
    this.#abort = abort;
    try {
      if (isAgain) await this.#remove();
      this.state = 'working';
      const { openWorkspace, setUp } = await loadParts();
      this.#platform = await setUp({
        ...{ details: exampleDetails(), labels: personLabels(), names: staffNames() },
        ...{ openWorkspace, signal: abort.signal },
        onStep: (step) => (this.step = step),
      });
      await this.#open();
      this.state = 'ready';
    } catch (error) {
      if (!abort.signal.aborted) this.failure = error;
      await this.#clearAway();
    } finally {
      this.step = undefined;
    }
  }

  cancel(): void {
    this.#abort?.abort();
  }

  /** How far the tour has come; empty before the platform is there. */
  get tour(): TourStep[] {
    void this.#version;
    return this.#office ? tourOf(this.#office.state) : [];
  }

  get platformName(): string {
    void this.#version;
    return this.#office?.state.founded?.name ?? '';
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.cancel();
    await this.#shut();
  }

  /** Half of it is of no use: what can be removed goes at once. */
  async #clearAway(): Promise<void> {
    try {
      await this.#remove();
      this.state = 'none';
    } catch (error) {
      this.failure ??= error;
      this.state = 'part';
    }
  }

  async #remove(): Promise<void> {
    await this.#shut();
    const { findSetUp, openWorkspace, removeSetUp, Directory } = await loadParts();
    const directory = new Directory();
    try {
      const found = await findSetUp(openWorkspace, PERSONS.map(workspaceOf));
      await removeSetUp(directory, found?.platform ?? this.#platform);
      this.#platform = undefined;
    } finally {
      directory.close();
    }
  }

  /** Reads along at the administrator's device, as one more of its tabs. */
  async #open(): Promise<void> {
    const platform = this.#platform;
    if (platform === undefined || this.#closed) return;
    const [{ openWorkspace }, { Office, OfficeError }] = await Promise.all([
      import('../workspace'),
      import('$lib/office'),
    ]);
    const workspace = await openWorkspace(workspaceOf('admin'));
    this.#closeWorkspace = () => workspace.close();
    const unlock = (): Promise<never> => Promise.reject(new OfficeError('cancelled'));
    this.#office = await Office.open({ ...workspace.office, unlock }, platform);
    this.#office.observe(() => this.#version++);
    this.#version++;
  }

  async #shut(): Promise<void> {
    const office = this.#office;
    this.#office = undefined;
    await office?.close();
    this.#closeWorkspace?.();
    this.#closeWorkspace = undefined;
  }
}

/** A person's part, as workspaces are called. */
export function personLabels(): Record<Person, string> {
  return {
    admin: m.try_person_admin(),
    ca: m.try_person_ca(),
    expert: m.try_person_expert(),
    desktop: m.try_person_desktop(),
    phone: m.try_person_phone(),
  };
}

function staffNames(): Record<StaffPerson, string> {
  return { admin: m.try_name_admin(), ca: m.try_name_ca(), expert: m.try_name_expert() };
}
