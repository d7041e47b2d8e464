// One RTCPeerConnection of the page. The circuit does the signaling: it calls these methods and gets what `dotnet` is told.

import { DeviceMedia, SyntheticMedia, framesPerSecond } from './media.js';
import { StatsSampler, allPairs, selectedPair } from './stats.js';

const candidateBatch = 20;

/** Opens a peer whose remote picture goes to the video element with that id. `plan`: isSynthetic, codec, width, height, maxKbps. */
export async function init(dotnet, role, videoId, plan) {
  const codecs = codecsOf(plan.codec);
  const media = plan.isSynthetic ? new SyntheticMedia(role, plan) : await DeviceMedia.open(plan);
  return new Peer(dotnet, document.getElementById(videoId), media, codecs, plan.maxKbps);
}

class Peer {
  #dotnet;
  #video;
  #media;
  #codecs;
  #maxKbps;
  #connection;
  #sampler;
  #shown = null;
  #early = [];
  #batch = [];
  #batchTimer;

  constructor(dotnet, video, media, codecs, maxKbps) {
    this.#dotnet = dotnet;
    this.#video = video;
    this.#media = media;
    this.#codecs = codecs;
    this.#maxKbps = maxKbps;
  }

  /** A new connection; the one that there was is closed. */
  start(iceServers) {
    this.#closeConnection();
    const connection = this.#connection = new RTCPeerConnection({ iceServers });
    this.#sampler = new StatsSampler(connection, stats => this.#tell('OnStats', stats), stats => this.#onWindow(connection, stats));
    connection.onicecandidate = event => this.#onCandidate(event.candidate);
    connection.onconnectionstatechange = () => this.#onState(connection);
    connection.ontrack = event => this.#onTrack(event.streams[0]);
    for (const track of this.#media.stream.getTracks()) {
      const sender = connection.addTrack(track, this.#media.stream);
      if (track.kind === 'video') {
        connection.getTransceivers().find(transceiver => transceiver.sender === sender)?.setCodecPreferences(this.#codecs);
        limit(sender, this.#maxKbps);
      }
    }
  }

  /** The other is gone: the connection to it is closed, and one that nobody has answered waits for who comes next. */
  drop() {
    this.start(this.#connection?.getConfiguration().iceServers);
  }

  /** For what is gathered from the next offer or answer on. Without servers those there are stay. */
  configure(iceServers, iceTransportPolicy) {
    const present = this.#connection.getConfiguration();
    this.#connection.setConfiguration({ ...present, iceServers: iceServers ?? present.iceServers, iceTransportPolicy });
  }

  async offer(restartIce) {
    if (restartIce) {
      this.#connection.restartIce();
    }

    await this.#connection.setLocalDescription();
    return this.#connection.localDescription.sdp;
  }

  /** An own offer that is open is rolled back by that, https://www.w3.org/TR/webrtc/#dom-peerconnection-setremotedescription. */
  async answer(sdp) {
    await this.#connection.setRemoteDescription({ type: 'offer', sdp });
    await Promise.all([this.#addEarly(), this.#connection.setLocalDescription()]);
    return this.#connection.localDescription.sdp;
  }

  async acceptAnswer(sdp) {
    await this.#connection.setRemoteDescription({ type: 'answer', sdp });
    await this.#addEarly();
  }

  async rollback() {
    if (this.#connection.signalingState === 'have-local-offer') {
      await this.#connection.setLocalDescription({ type: 'rollback' });
    }
  }

  async addCandidates(candidates) {
    if (this.#connection.remoteDescription === null) {
      this.#early.push(...candidates);
      return;
    }

    // Those of an offer that did not stand belong to no description.
    for (const candidate of candidates.filter(each => belongsTo(each, this.#connection.remoteDescription))) {
      await this.#connection.addIceCandidate(candidate);
    }
  }

  /** Silence or black pictures in the place of a kind; the track stays. */
  mute(kind, isMuted) {
    for (const track of this.#media.stream.getTracks().filter(each => each.kind === kind)) {
      track.enabled = !isMuted;
    }
  }

  dispose() {
    this.#closeConnection();
    this.#media.dispose();
    this.#dotnet = null;
  }

  #addEarly() {
    return this.addCandidates(this.#early.splice(0));
  }

  #closeConnection() {
    clearTimeout(this.#batchTimer);
    this.#batchTimer = undefined;
    this.#batch = [];
    this.#early = [];
    this.#sampler?.dispose();
    if (this.#connection) {
      this.#connection.onicecandidate = this.#connection.onconnectionstatechange = this.#connection.ontrack = null;
      this.#connection.close();
      this.#connection = null;
    }

    // The next call may be on the screen already.
    if (this.#video && this.#video.srcObject === this.#shown) {
      this.#video.srcObject = null;
    }

    this.#shown = null;
  }

  #onCandidate(candidate) {
    // An empty one ends a media section's candidates, null ends them all: only that is signaled.
    if (candidate?.candidate === '') {
      return;
    }

    this.#batch.push(candidate?.toJSON() ?? null);
    this.#batchTimer ??= setTimeout(() => {
      this.#batchTimer = undefined;
      this.#tell('OnCandidates', this.#batch.splice(0));
    }, candidateBatch);
  }

  async #onState(connection) {
    const state = connection.connectionState;
    let pair = null;
    if (state === 'connected') {
      const sampler = this.#sampler;
      const report = await connection.getStats();
      pair = selectedPair(report);
      this.#tell('OnPairs', allPairs(report));
      await sampler.start();
    }

    this.#tell('OnConnectionState', state, pair);
  }

  async #onWindow(connection, stats) {
    this.#tell('OnWindow', stats);
    this.#tell('OnPairs', allPairs(await connection.getStats()));
  }

  #onTrack(stream) {
    if (!this.#video || this.#shown === stream) {
      return;
    }

    this.#shown = this.#video.srcObject = stream;
    this.#video.requestVideoFrameCallback(() => this.#tell('OnFirstFrame'));
  }

  #tell(method, ...values) {
    // The circuit may be gone before the page is: then nobody is left to be told.
    this.#dotnet?.invokeMethodAsync(method, ...values).catch(error => console.warn(`${method}: ${error.message}`));
  }
}

function belongsTo(candidate, description) {
  return !candidate?.usernameFragment || description.sdp.includes(`a=ice-ufrag:${candidate.usernameFragment}\r\n`);
}

/** The one codec and what repairs its losses; a browser without it cannot make the call. */
function codecsOf(name) {
  const all = RTCRtpReceiver.getCapabilities('video').codecs;
  const chosen = all.filter(codec => codec.mimeType.toLowerCase() === `video/${name.toLowerCase()}`);
  if (chosen.length === 0) {
    throw new Error(`it has no codec ${name}`);
  }

  return [...chosen, ...all.filter(codec => ['video/rtx', 'video/red', 'video/ulpfec'].includes(codec.mimeType))];
}

function limit(sender, maxKbps) {
  const parameters = sender.getParameters();
  for (const encoding of parameters.encodings) {
    encoding.maxFramerate = framesPerSecond;
    encoding.maxBitrate = maxKbps * 1000;
  }

  return sender.setParameters(parameters);
}
