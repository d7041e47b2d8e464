// Two peer connections of this page that may use the relay only: numbered packets for loss and round trip, and a load beside them for the rate.

const duration = 5_000;
const connectLimit = 30_000;
const stragglers = 500;
const every = 20;

// What a call of 720p needs with room to spare: enough to tell, not so much that others on the line notice.
const loadKbps = 5_000;
const chunk = new Uint8Array(4_000);
const maxBuffered = 256 * 1024;

export class Loopback {
  #near;
  #far;
  #timer;
  #limit;
  #sent = 0;
  #received = 0;
  #bytes = 0;
  #roundTrips = [];

  constructor(iceServers) {
    const configuration = { iceServers, iceTransportPolicy: 'relay' };
    this.#near = new RTCPeerConnection(configuration);
    this.#far = new RTCPeerConnection(configuration);
    for (const [connection, other] of [[this.#near, this.#far], [this.#far, this.#near]]) {
      connection.onicecandidate = ({ candidate }) => candidate && other.addIceCandidate(candidate);
    }
  }

  async run() {
    const probe = this.#near.createDataChannel('probe', { ordered: false, maxRetransmits: 0 });
    const load = this.#near.createDataChannel('load');
    this.#far.ondatachannel = ({ channel }) => this.#receive(channel);
    probe.binaryType = 'arraybuffer';
    probe.onmessage = ({ data }) => this.#roundTrips.push(performance.now() - new Float64Array(data)[0]);

    const began = performance.now();
    await this.#near.setLocalDescription();
    await this.#far.setRemoteDescription(this.#near.localDescription);
    await this.#far.setLocalDescription();
    await this.#near.setRemoteDescription(this.#far.localDescription);
    if (!await this.#opened(probe, load)) {
      return { isConnected: false };
    }

    const connected = performance.now();
    await this.#send(probe, load, connected);
    const seconds = (performance.now() - connected) / 1000;
    const bytes = this.#bytes;
    await new Promise(resolve => {
      this.#limit = setTimeout(resolve, stragglers);
    });
    const sorted = this.#roundTrips.toSorted((one, other) => one - other);
    return {
      isConnected: true,
      connectMilliseconds: connected - began,
      sent: this.#sent,
      received: this.#received,
      rttMs: sorted[Math.floor(sorted.length / 2)] ?? null,
      kbps: bytes * 8 / 1000 / seconds,
    };
  }

  dispose() {
    clearInterval(this.#timer);
    clearTimeout(this.#limit);
    for (const connection of [this.#near, this.#far]) {
      connection.onicecandidate = connection.ondatachannel = null;
      connection.close();
    }
  }

  #receive(channel) {
    channel.binaryType = 'arraybuffer';
    channel.onmessage = channel.label === 'probe'
      ? ({ data }) => {
        this.#received++;
        channel.send(data);
      }
      : ({ data }) => { this.#bytes += data.byteLength; };
  }

  #opened(...channels) {
    return new Promise(resolve => {
      this.#limit = setTimeout(() => resolve(false), connectLimit);
      Promise.all(channels.map(channel => new Promise(opened => {
        channel.onopen = opened;
      }))).then(() => {
        clearTimeout(this.#limit);
        resolve(true);
      });
    });
  }

  #send(probe, load, began) {
    return new Promise(resolve => {
      let loaded = 0;
      this.#timer = setInterval(() => {
        const now = performance.now();
        if (now - began >= duration) {
          clearInterval(this.#timer);
          resolve();
          return;
        }

        this.#sent++;
        probe.send(new Float64Array([now]));
        for (; loaded < (now - began) * loadKbps / 8 && load.bufferedAmount < maxBuffered; loaded += chunk.length) {
          load.send(chunk);
        }
      }, every);
    });
  }
}
