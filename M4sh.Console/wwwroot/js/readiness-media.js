// Camera and microphone, looked at for two seconds and closed again.

const looks = 8;
const lookEvery = 250;
const small = { width: 32, height: 24 };

/** Picture size, and of the frames seen how bright, how even and how different from one another they were, 0 to 255. */
export function measureCamera(signal) {
  return withDevice({ video: true }, signal, async stream => {
    const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true, srcObject: stream });
    let frames = 0;
    const count = () => {
      frames++;
      video.requestVideoFrameCallback(count);
    };
    video.requestVideoFrameCallback(count);
    try {
      await video.play();
      const context = Object.assign(document.createElement('canvas'), small).getContext('2d', { willReadFrequently: true });
      const pictures = await look(signal, () => lumaOf(context, video));
      const { width = 0, height = 0 } = stream.getVideoTracks()[0].getSettings();
      return {
        width,
        height,
        frames,
        brightness: Math.max(...pictures.map(mean)),
        contrast: Math.max(...pictures.map(picture => spread(picture))),
        change: Math.max(...pictures.slice(1).map((picture, index) => mean(picture.map((luma, at) => Math.abs(luma - pictures[index][at]))))),
      };
    } finally {
      video.pause();
      video.srcObject = null;
    }
  });
}

/** The loudest that was heard, 0 to 1. */
export function measureMicrophone(signal) {
  return withDevice({ audio: true }, signal, async stream => {
    const audio = new AudioContext();
    try {
      await audio.resume();
      const analyser = audio.createAnalyser();
      const samples = new Float32Array(analyser.fftSize);
      audio.createMediaStreamSource(stream).connect(analyser);
      const levels = await look(signal, () => {
        analyser.getFloatTimeDomainData(samples);
        return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
      });
      return { peak: Math.max(...levels), isMuted: stream.getAudioTracks()[0].muted };
    } finally {
      await audio.close();
    }
  });
}

async function withDevice(constraints, signal, measure) {
  if (!navigator.mediaDevices) {
    return { error: 'InsecureContext' };
  }

  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia(constraints);
  } catch (error) {
    return { error: error.name };
  }

  const close = () => stream.getTracks().forEach(track => track.stop());
  signal.addEventListener('abort', close, { once: true });
  try {
    signal.throwIfAborted();
    return await measure(stream);
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

async function look(signal, read) {
  const readings = [];
  for (let count = 0; count < looks; count++) {
    await new Promise(resolve => {
      setTimeout(resolve, lookEvery);
    });
    signal.throwIfAborted();
    readings.push(read());
  }

  return readings;
}

function lumaOf(context, video) {
  context.drawImage(video, 0, 0, small.width, small.height);
  const { data } = context.getImageData(0, 0, small.width, small.height);
  // ITU-R BT.601.
  return Array.from({ length: data.length / 4 }, (_, pixel) => 0.299 * data[pixel * 4] + 0.587 * data[pixel * 4 + 1] + 0.114 * data[pixel * 4 + 2]);
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spread(values) {
  const middle = mean(values);
  return Math.sqrt(mean(values.map(value => (value - middle) ** 2)));
}
