# The club's events as an iCalendar file.
class Calendar
  LINE = 70

  def initialize(events)
    @events = events
  end

  def to_ical
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//club//events//EN"]
    @events.each { |event| lines.concat(entry(event)) }
    lines << "END:VCALENDAR"
    lines.flat_map { |line| folded(line) }.join("\r\n") + "\r\n"
  end

  private

  def entry(event)
    [
      "BEGIN:VEVENT",
      "UID:event-#{Integer(event.id)}@club.example.org",
      "DTSTART;VALUE=DATE:#{event.starts_on.strftime('%Y%m%d')}",
      "SUMMARY:#{escaped(event.title)}",
      "LOCATION:#{escaped(event.place)}",
      "END:VEVENT"
    ]
  end

  def escaped(text)
    text.to_s.gsub(/[\\;,]/) { |mark| "\\#{mark}" }.gsub(/\r?\n|\r/, "\\n")
  end

  def folded(line)
    first, *rest = line.scan(/.{1,#{LINE}}/)
    [first, *rest.map { |part| " #{part}" }]
  end
end
