/** The page around a view on an origin of its own: holds the view's frame and passes messages on, as web hosts do. */
const inner = document.createElement('iframe');
inner.title = 'view';
inner.style.cssText = 'border:0;width:100%;height:100%;display:block';
document.body.append(inner);

addEventListener('message', ({ source, data }) => {
  if (source === window.parent) {
    if (data?.method === 'ui/notifications/sandbox-resource-ready') {
      inner.setAttribute('sandbox', data.params.sandbox);
      inner.srcdoc = data.params.html;
    } else inner.contentWindow?.postMessage(data, '*');
  } else if (source === inner.contentWindow) window.parent.postMessage(data, '*');
});
window.parent.postMessage(
  { jsonrpc: '2.0', method: 'ui/notifications/sandbox-proxy-ready', params: {} },
  '*',
);
