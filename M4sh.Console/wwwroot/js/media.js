// Sound and picture: the page's camera and microphone, or what needs no device and no permission, a clock on a canvas and a tone.

// What the clock is laid out for; other sizes are scaled.
const layout = { width: 320, height: 240 };
export const framesPerSecond = 15;

const looks = {
  host: { background: '#12324a', bar: '#4fb3d9', tone: 440 },
  guest: { background: '#3a2348', bar: '#c792ea', tone: 554 },
};

/** Camera and microphone; each call of it opens them once. Fails with `media: ` and the DOMException's name. */
export class DeviceMedia {
  constructor(stream) {
    this.stream = stream;
  }

  static async open({ width, height }) {
    if (!navigator.mediaDevices) {
      throw new Error('media: InsecureContext');
    }

    try {
      const video = { width: { ideal: width }, height: { ideal: height }, frameRate: { max: framesPerSecond } };
      return new DeviceMedia(await navigator.mediaDevices.getUserMedia({ audio: true, video }));
    } catch (error) {
      throw new Error(`media: ${error.name}`);
    }
  }

  dispose() {
    this.stream.getTracks().forEach(track => track.stop());
  }
}

export class SyntheticMedia {
  #timer;
  #audio;

  constructor(role, { width, height }) {
    const look = looks[role] ?? looks.host;
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d', { alpha: false });
    context.setTransform(width / layout.width, 0, 0, height / layout.height, 0, 0);
    const start = performance.now();
    const draw = () => drawClock(context, look, role, performance.now() - start);
    draw();
    // Not requestAnimationFrame: that stops in a hidden tab.
    this.#timer = setInterval(draw, 1000 / framesPerSecond);

    this.#audio = new AudioContext();
    const tone = this.#audio.createOscillator();
    const volume = this.#audio.createGain();
    const sink = this.#audio.createMediaStreamDestination();
    tone.frequency.value = look.tone;
    volume.gain.value = 0.1;
    tone.connect(volume).connect(sink);
    tone.start();
    // Suspended until the user has touched the page, and the click that starts a call may count only later.
    if (this.#audio.state === 'suspended') {
      this.#audio.resume();
    }

    this.stream = new MediaStream([...canvas.captureStream(framesPerSecond).getVideoTracks(), ...sink.stream.getAudioTracks()]);
  }

  dispose() {
    clearInterval(this.#timer);
    this.stream.getTracks().forEach(track => track.stop());
    if (this.#audio.state !== 'closed') {
      this.#audio.close();
    }
  }
}

function drawClock(context, look, role, elapsed) {
  context.fillStyle = look.background;
  context.fillRect(0, 0, layout.width, layout.height);

  // Something that moves, so that frames differ and a freeze is seen.
  context.fillStyle = look.bar;
  context.fillRect((elapsed / 8) % (layout.width + 40) - 40, layout.height - 36, 40, 12);
  context.beginPath();
  context.arc(layout.width - 44, 44, 22, -Math.PI / 2, -Math.PI / 2 + (elapsed % 1000) / 1000 * 2 * Math.PI);
  context.lineWidth = 6;
  context.strokeStyle = look.bar;
  context.stroke();

  context.fillStyle = '#ffffff';
  context.font = '600 20px system-ui, sans-serif';
  context.fillText(role, 20, 50);
  context.font = '600 44px ui-monospace, monospace';
  context.fillText((elapsed / 1000).toFixed(2).padStart(6, '0'), 20, 136);
}
