# Makes the poster for an event as a PDF.
class Poster
  FOLDER = Rails.root.join("storage", "posters")
  SIZES = %w[a3 a4 a5].freeze

  attr_reader :event

  def initialize(event)
    @event = event
  end

  def create(size: "a4")
    raise ArgumentError, "unknown size" unless SIZES.include?(size)

    FOLDER.mkpath
    source = write_source
    output = FOLDER.join("#{event.id}-#{size}.pdf")
    `wkhtmltopdf --page-size #{size} --title "#{event.title}" #{source} #{output}`
    raise "the poster could not be made" unless $?.success?

    output
  ensure
    source&.delete if source&.exist?
  end

  private

  def write_source
    path = FOLDER.join("#{event.id}-#{SecureRandom.hex(8)}.html")
    path.write(ApplicationController.render(template: "events/poster", assigns: { event: event }, layout: false))
    path
  end
end
