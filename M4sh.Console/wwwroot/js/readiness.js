// What the readiness check asks of the browser. It measures and judges nothing; whatever it opens is closed with each question, and by dispose.

import { detectNat, gatherOnce, isAnswered, stunUrls } from './sdk/nat.mjs';
import { nameFailure } from './sdk/ice-watch.mjs';
import { measureCamera, measureMicrophone } from './readiness-media.js';
import { Loopback } from './readiness-relay.js';

const allocationLimit = 20_000;
const maxStunServers = 3;

export function init() {
  return new Readiness();
}

/** False where the browser gives the clipboard to secure pages only. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

class Readiness {
  #stop = new AbortController();

  /** `kind`: hub or socket. The worker at `script` may talk to that address. */
  reach(script, kind, url, alive) {
    const worker = new Worker(script, { type: 'module' });
    return this.#whileWanted((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = event => reject(new Error(`the worker failed: ${event.message}`));
      worker.postMessage({ kind, url, alive });
    }).finally(() => worker.terminate());
  }

  camera() {
    return measureCamera(this.#stop.signal);
  }

  microphone() {
    return measureMicrophone(this.#stop.signal);
  }

  /** Each server alone. */
  stun(iceServers) {
    return Promise.all(stunUrls(iceServers).slice(0, maxStunServers).map(async urls => {
      const gathering = await gatherOnce({ iceServers: [{ urls }] }, this.#stop.signal);
      return { server: urls, isAnswered: isAnswered(gathering) };
    }));
  }

  nat(iceServers) {
    return detectNat(iceServers, this.#stop.signal);
  }

  /** The addresses that the browser shows; null where it hides them. */
  async addresses(iceServers) {
    const { candidates } = await gatherOnce({ iceServers }, this.#stop.signal);
    return candidates.map(({ address }) => (address?.endsWith('.local') ? null : address));
  }

  /** One server alone, by relay only: how long until it gives an address, or why it does not. */
  async turn(server) {
    const began = performance.now();
    const connection = new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: 'relay' });
    const errors = [];
    try {
      const isRelayed = await this.#whileWanted(resolve => {
        const timer = setTimeout(() => resolve(false), allocationLimit);
        const end = result => {
          clearTimeout(timer);
          resolve(result);
        };
        connection.onicecandidateerror = ({ errorCode, url }) => errors.push({ code: errorCode, server: url ?? '' });
        connection.onicecandidate = ({ candidate }) => {
          if (candidate === null) {
            end(false);
          } else if (candidate.type === 'relay') {
            end(true);
          }
        };
        connection.createDataChannel('turn');
        connection.setLocalDescription();
      });
      const isGathering = connection.iceGatheringState !== 'complete';
      const failure = isRelayed ? null : nameFailure([], errors, server.urls, isGathering, true);
      return { isRelayed, milliseconds: performance.now() - began, reason: failure?.reason ?? null, code: failure?.code ?? null };
    } finally {
      connection.onicecandidate = connection.onicecandidateerror = null;
      connection.close();
    }
  }

  /** Packets from one peer connection of the page to another, both through the relay. */
  async relay(iceServers) {
    const loopback = new Loopback(iceServers);
    try {
      return await this.#whileWanted((resolve, reject) => loopback.run().then(resolve, reject));
    } finally {
      loopback.dispose();
    }
  }

  dispose() {
    this.#stop.abort();
  }

  #whileWanted(run) {
    const { signal } = this.#stop;
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      run(resolve, reject);
    });
  }
}
