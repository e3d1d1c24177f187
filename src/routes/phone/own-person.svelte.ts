import { maskedIdentityNumber, newestRequest, openPerson, type PersonRequest } from '$lib/certificate';
import type { RecordId } from '$lib/ledger';
import { office } from '../office.svelte';

type Opened = Awaited<ReturnType<typeof openPerson>>;

/** Who this phone's person is, as they have said it: only their device and the operators can open it. */
class OwnPerson {
  #opened = $state.raw<{ request: RecordId; person: Opened } | undefined>(undefined);

  /** their newest real-name request */
  get request(): PersonRequest | undefined {
    const { device } = office;
    const request = device && newestRequest(office.state, device);
    return request && { ...request };
  }

  get verified(): boolean {
    return this.request?.review.state === 'approved';
  }

  get name(): string | undefined {
    return this.#opened?.person.name;
  }

  get idNumber(): string | undefined {
    return this.#opened?.person.idNumber;
  }

  get maskedIdNumber(): string | undefined {
    return this.#opened && maskedIdentityNumber(this.#opened.person.idNumber);
  }

  /** that they gave with their real name */
  get mobile(): string | undefined {
    return this.#opened?.person.mobile;
  }

  /** Opens the newest request. Where that fails nothing is shown of it: the pages do without. */
  async read(): Promise<void> {
    const { request } = this;
    if (!request || request.id === this.#opened?.request) return;
    try {
      const person = await openPerson(request, await office.devicePrivateKey());
      this.#opened = { request: request.id, person };
    } catch {
      this.#opened = undefined;
    }
  }
}

export const ownPerson = new OwnPerson();
