import http.server

HOST = "0.0.0.0"
PORT = 8714
FRUIT = ("apple", "pear")

print("Counting", FRUIT)
http.server.HTTPServer((HOST, PORT), http.server.BaseHTTPRequestHandler).serve_forever()
